package org.entroscope.kernel;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.entroscope.files.FileTree;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Limits the class path of the compiler for cells to the libraries of a kernel. The class path of
 * the tests has three times as many, for example those of Spark, and every session opens and reads
 * all of them.
 */
final class KernelClassPath implements BeforeAllCallback, AfterAllCallback {

  private static final String PROPERTY = "java.class.path";
  private static final Path LIBRARIES =
      Path.of("..", "kernel-extension", "target", "kernel", "lib");

  private String whole;

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    whole = System.getProperty(PROPERTY);
    Set<String> kernels = new HashSet<>(FileTree.names(LIBRARIES));
    if (kernels.isEmpty()) { // they are copied when the modules are packaged
      return;
    }
    System.setProperty(
        PROPERTY,
        Arrays.stream(whole.split(File.pathSeparator))
            .map(Path::of)
            .filter(
                entry ->
                    Files.isDirectory(entry) || kernels.contains(entry.getFileName().toString()))
            .map(Path::toString)
            .collect(Collectors.joining(File.pathSeparator)));
  }

  @Override
  public void afterAll(ExtensionContext context) {
    System.setProperty(PROPERTY, whole);
  }
}
