package org.entroscope.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The notebooks in a folder and its subfolders, selected by names on the command line. */
final class Notebooks {

  private static final String SUFFIX = ".ipynb";

  /**
   * A notebook.
   *
   * @param name the name, which is also the path of its results: "quickstart",
   *     "workshop/3-break-it"
   * @param file the file
   */
  record Notebook(String name, Path file) {}

  private final Path folder;
  private final List<Notebook> all;

  /**
   * Finds the notebooks in a folder and its subfolders, except for "out" and hidden folders.
   *
   * @throws LabException if there is no such folder
   */
  Notebooks(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new LabException("there is no folder " + folder);
    }
    this.folder = folder.toAbsolutePath().normalize();
    this.all = find(this.folder);
  }

  /** Returns all notebooks, sorted by name. */
  List<Notebook> all() {
    return all;
  }

  /**
   * Returns the notebooks that match some names, each once, in the order of the names. A name is
   * that of a notebook (with or without its folder and its suffix), that of a folder, or the path
   * of any notebook.
   *
   * @param names the names; without any, all notebooks except for the solutions of exercises
   * @throws LabException if a name matches no notebook or several; the message lists the names
   */
  List<Notebook> named(List<String> names) {
    if (names.isEmpty()) {
      List<Notebook> chosen =
          all.stream().filter(book -> !("/" + book.name()).contains("/solutions/")).toList();
      if (chosen.isEmpty()) {
        throw new LabException("there are no notebooks in " + folder);
      }
      return chosen;
    }
    Set<Notebook> chosen = new LinkedHashSet<>();
    names.forEach(name -> chosen.addAll(named(name)));
    return List.copyOf(chosen);
  }

  private List<Notebook> named(String given) {
    String name = given.replace('\\', '/').replaceAll("/+$", "");
    if (name.endsWith(SUFFIX)) {
      name = name.substring(0, name.length() - SUFFIX.length());
    }
    List<Notebook> found = new ArrayList<>();
    for (Notebook book : all) {
      if (book.name().equals(name)) {
        return List.of(book);
      }
      if (book.name().startsWith(name + "/")) {
        found.add(book);
      }
    }
    if (!found.isEmpty()) {
      return found;
    }
    Path file = Path.of(given).toAbsolutePath().normalize();
    if (given.endsWith(SUFFIX) && Files.isRegularFile(file)) {
      return List.of(new Notebook(nameOf(file), file));
    }
    String last = "/" + name;
    List<Notebook> elsewhere = all.stream().filter(b -> b.name().endsWith(last)).toList();
    if (elsewhere.size() == 1) {
      return elsewhere;
    }
    throw new LabException(
        elsewhere.isEmpty()
            ? "there is no notebook \"" + given + "\" in " + folder + "; there are: " + list(all)
            : "\"" + given + "\" may be any of: " + list(elsewhere));
  }

  private String nameOf(Path file) {
    Path relative = file.startsWith(folder) ? folder.relativize(file) : file.getFileName();
    String name = relative.toString().replace('\\', '/');
    return name.substring(0, name.length() - SUFFIX.length());
  }

  private static String list(List<Notebook> books) {
    return books.isEmpty()
        ? "none"
        : books.stream().map(Notebook::name).collect(Collectors.joining(", "));
  }

  private List<Notebook> find(Path root) {
    List<Path> files = new ArrayList<>();
    try {
      Files.walkFileTree(
          root,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
              String name = dir.getFileName() == null ? "" : dir.getFileName().toString();
              boolean skipped = name.startsWith(".") || name.equals("out");
              return skipped && !dir.equals(root)
                  ? FileVisitResult.SKIP_SUBTREE
                  : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              if (file.toString().endsWith(SUFFIX)) {
                files.add(file);
              }
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + root, e);
    }
    return files.stream().sorted().map(file -> new Notebook(nameOf(file), file)).toList();
  }
}
