package org.entroscope.lab;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.entroscope.files.AtomicFile;

/**
 * An archive for a course in a room without a network. It contains the built project, PyTorch for
 * the three desktop platforms, the corpus and, if available, Jupyter's wheels. The machines need a
 * JDK 17 and Python 3. The script {@code start} in the archive opens the course.
 */
final class OfflinePack {

  /** The platforms whose native libraries are packed, in addition to those of this machine. */
  static final List<String> PLATFORMS = List.of("linux-x86_64", "osx-aarch64", "win-x86_64");

  private static final String ROOT = "entroscope/";

  /** The sources of Entroscope and the notebooks, without files that builds or runs create. */
  private static final List<String> PARTS =
      List.of(
          "pom.xml",
          "README.md",
          "LICENSE",
          "lib/pom.xml",
          "lib/src",
          "kernel-extension/pom.xml",
          "kernel-extension/src",
          "notebooks");

  private static final String KERNEL = "kernel-extension/target/kernel/";

  private final Map<String, Path> files = new TreeMap<>();

  /**
   * Collects the files of the project.
   *
   * @throws LabException if the project is not built
   */
  OfflinePack(Path project) {
    if (!Files.isRegularFile(project.resolve(KERNEL).resolve("built"))) {
      throw new LabException(
          "Entroscope is not built in " + project + ": start notebooks/lab once");
    }
    for (String part : PARTS) {
      add(part, project.resolve(part));
    }
    add(KERNEL + "built", project.resolve(KERNEL).resolve("built"));
    add(KERNEL + "lib", project.resolve(KERNEL).resolve("lib"));
  }

  /** Adds PyTorch for another platform. DJL chooses the one for the machine. */
  OfflinePack natives(Path jar) {
    add(KERNEL + "lib/" + jar.getFileName(), jar);
    return this;
  }

  /** Adds a jar of the corpus at its path in a Maven repository. */
  OfflinePack corpus(String place, Path jar) {
    add("repository/" + place, jar);
    return this;
  }

  /** Adds the wheels from which pip installs Jupyter. */
  OfflinePack wheels(Path folder) {
    add("wheels", folder);
    return this;
  }

  private void add(String name, Path path) {
    if (Files.isRegularFile(path)) {
      files.put(name, path);
    } else if (Files.isDirectory(path)) {
      try (Stream<Path> below = Files.list(path)) {
        below.filter(OfflinePack::belongs).forEach(p -> add(name + "/" + p.getFileName(), p));
      } catch (IOException e) {
        throw new UncheckedIOException("cannot list " + path, e);
      }
    }
  }

  private static boolean belongs(Path path) {
    String name = path.getFileName().toString();
    return !name.startsWith(".") && !(name.equals("out") && path.getParent().endsWith("notebooks"));
  }

  /** Returns the names of all files in the order in which they are written. */
  List<String> names() {
    return List.copyOf(files.keySet());
  }

  /** Writes the archive atomically. */
  void write(Path archive) {
    try {
      AtomicFile.write(
          archive,
          part -> {
            try (OutputStream out = Files.newOutputStream(part);
                ZipOutputStream zip = new ZipOutputStream(out)) {
              text(zip, "start", script("start.sh"));
              text(zip, "START-HERE.txt", script("pack.txt"));
              for (Map.Entry<String, Path> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(ROOT + file.getKey()));
                Files.copy(file.getValue(), zip);
                zip.closeEntry();
              }
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + archive, e);
    }
  }

  private static void text(ZipOutputStream zip, String name, String text) throws IOException {
    zip.putNextEntry(new ZipEntry(ROOT + name));
    zip.write(text.getBytes(StandardCharsets.UTF_8));
    zip.closeEntry();
  }

  private static String script(String name) throws IOException {
    try (InputStream in = OfflinePack.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("not on the class path: " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
