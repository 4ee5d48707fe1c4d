package org.entroscope.kernel;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.entroscope.files.AtomicFile;

/**
 * The jars of this JVM's class path in one folder, from which Jupyter can start the kernel: the
 * folder that they are in already, or one of links to where Maven or JBang keeps each.
 */
final class JarFolder {

  private static final String JAR = ".jar";

  private JarFolder() {}

  /**
   * The folder.
   *
   * @param own the jar of the kernel
   * @param classPath as the JVM has it
   * @param cache where a folder of links is made if the jars are not together; it is named after
   *     the class path, so that another version has another one
   * @throws IOException if it cannot be made
   */
  static Path of(Path own, String classPath, Path cache) throws IOException {
    List<Path> jars =
        Arrays.stream(classPath.split(File.pathSeparator))
            .filter(entry -> entry.endsWith(JAR))
            .map(entry -> Path.of(entry).toAbsolutePath())
            .distinct() // JBang names the first jar twice
            .toList();
    if (jars.stream().allMatch(jar -> jar.getParent().equals(own.getParent()))) {
      return own.getParent();
    }
    String name = UUID.nameUUIDFromBytes(classPath.getBytes(StandardCharsets.UTF_8)).toString();
    Path folder = Files.createDirectories(cache).resolve(name.substring(0, 8)).resolve("lib");
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder.getParent());
      AtomicFile.writeFolder(folder, part -> fill(part, jars));
    }
    return folder;
  }

  private static void fill(Path folder, List<Path> jars) throws IOException {
    Path sources = Files.createDirectory(folder.resolve("sources"));
    for (Path jar : jars) {
      String name = jar.getFileName().toString();
      String free = name;
      while (Files.exists(folder.resolve(free))) { // libraries of different groups may share a name
        free = "other-" + free;
      }
      link(folder.resolve(free), jar);
      Path source = jar.resolveSibling(name.substring(0, name.length() - 4) + "-sources" + JAR);
      if (name.startsWith("entroscope-") && Files.exists(source)) {
        link(sources.resolve(source.getFileName()), source);
      }
    }
  }

  /** A second name of the same file; a copy where the folder is on another disk. */
  private static void link(Path name, Path jar) throws IOException {
    try {
      Files.createLink(name, jar.toRealPath());
    } catch (FileSystemException | UnsupportedOperationException e) {
      Files.copy(jar, name);
    }
  }
}
