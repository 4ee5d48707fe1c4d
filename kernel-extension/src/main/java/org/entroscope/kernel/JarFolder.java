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
 * Provides one folder with all jars of this JVM's class path, from which Jupyter can start the
 * kernel. If Maven or JBang keeps the jars in different folders, it is a folder of links to them.
 */
final class JarFolder {

  private static final String JAR = ".jar";

  private JarFolder() {}

  /**
   * Returns the folder.
   *
   * @param own the jar of the kernel
   * @param classPath the class path of the JVM
   * @param cache the folder in which a folder of links is created if the jars are in different
   *     folders. The name of the folder of links depends on the class path, so each version has its
   *     own.
   * @throws IOException if the folder cannot be created
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

  /** Creates a link to a jar, or a copy of the jar if the folder is on another disk. */
  private static void link(Path name, Path jar) throws IOException {
    try {
      Files.createLink(name, jar.toRealPath());
    } catch (FileSystemException | UnsupportedOperationException e) {
      Files.copy(jar, name);
    }
  }
}
