package org.entroscope.hub;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.entroscope.engine.PyTorchBuild;
import org.entroscope.files.AtomicFile;
import org.entroscope.files.Reason;

/**
 * Downloads PyTorch's build for CPUs from Maven Central to DJL's cache. This is necessary if the
 * class path has no build for this machine, because it was assembled on another kind of machine or
 * by a Maven that does not apply profiles.
 */
public final class CpuBuild {

  /** The classifiers that DJL publishes for the PyTorch version in use. */
  static final List<String> CLASSIFIERS =
      List.of("linux-x86_64", "linux-aarch64", "osx-aarch64", "win-x86_64");

  private static final String DESCRIPTION = "native/lib/pytorch.properties";

  private CpuBuild() {}

  /**
   * Ensures that DJL finds a build for this machine, so that DJL does not download one itself.
   *
   * @return whether the build had to be downloaded
   * @throws UnsupportedOperationException if there is none for this machine
   * @throws UncheckedIOException if it cannot be downloaded or written; the message says why
   */
  public static boolean provide() {
    return provide(PyTorchBuild.ofThisMachine(), CpuBuild.class.getClassLoader());
  }

  static boolean provide(PyTorchBuild build, ClassLoader classPath) {
    Path folder = build.folder("cpu");
    if (isOn(classPath, build.classifier()) || build.isIn(folder)) {
      return false;
    }
    Path jar = MavenLibraries.resolve(List.of(coordinates(build))).get(0);
    try {
      Files.createDirectories(build.cache());
      AtomicFile.writeFolder(
          folder, part -> unpack(jar, "pytorch/cpu/" + build.classifier(), part));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot unpack " + jar + ": " + Reason.withFile(e), e);
    }
    return true;
  }

  static String coordinates(PyTorchBuild build) {
    if (!CLASSIFIERS.contains(build.classifier())) {
      throw new UnsupportedOperationException(
          "there is no PyTorch %s for this machine, which is %s: DJL publishes it for %s"
              .formatted(build.version(), build.classifier(), String.join(", ", CLASSIFIERS)));
    }
    return "ai.djl.pytorch:pytorch-native-cpu:jar:%s:%s"
        .formatted(build.classifier(), build.version());
  }

  /** Returns whether a jar of a class path contains the build for a kind of machine. */
  static boolean isOn(ClassLoader classPath, String classifier) {
    try {
      for (URL found : Collections.list(classPath.getResources(DESCRIPTION))) {
        Properties properties = new Properties();
        try (InputStream in = found.openStream()) {
          properties.load(in);
        }
        if (classifier.equals(properties.getProperty("classifier"))) {
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the jars of the class path", e);
    }
  }

  private static void unpack(Path jar, String folder, Path target) throws IOException {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        String name = entry.getName();
        if (name.startsWith(folder + "/") && !entry.isDirectory()) {
          try (InputStream in = zip.getInputStream(entry)) {
            Files.copy(in, target.resolve(name.substring(name.lastIndexOf('/') + 1)));
          }
        }
      }
    }
  }
}
