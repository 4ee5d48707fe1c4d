package org.entroscope.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * A file or a folder as a source.
 *
 * <p>A folder's files come sorted by their names relative to it, written with {@code /}, so that
 * the order does not depend on the machine. Hidden files and folders ({@code .git}) and symbolic
 * links inside it are left out.
 */
record Folder(Path root) implements Source {

  Folder {
    if (!Files.exists(root)) {
      throw new IllegalArgumentException(
          "there is no file or folder " + root + " (looked for " + root.toAbsolutePath() + ")");
    }
    if (!Files.isReadable(root)) {
      throw new IllegalArgumentException("no permission to read " + root.toAbsolutePath());
    }
  }

  @Override
  public Cursor open(Predicate<String> accepted) throws IOException {
    if (!Files.isDirectory(root)) {
      return opened(root, root.toAbsolutePath().getFileName().toString(), accepted);
    }
    Iterator<Map.Entry<String, Path>> files = files().entrySet().iterator();
    return new Concatenation(
        () -> {
          if (!files.hasNext()) {
            return null;
          }
          var file = files.next();
          return opened(file.getValue(), file.getKey(), accepted);
        },
        () -> {});
  }

  private static Cursor opened(Path file, String name, Predicate<String> accepted)
      throws IOException {
    try {
      Cursor cursor = Archives.open(file, name, accepted);
      return new Named(cursor, file);
    } catch (AccessDeniedException e) {
      throw new IOException("no permission to read " + file.toAbsolutePath(), e);
    }
  }

  private TreeMap<String, Path> files() throws IOException {
    TreeMap<String, Path> files = new TreeMap<>();
    // the root itself may be a link; links below it could lead in circles
    Path start = root.toRealPath();
    Files.walkFileTree(
        start,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return hidden(folder) && !folder.equals(start)
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile() && !hidden(file)) {
              String name = start.relativize(file).toString();
              files.put(name.replace(file.getFileSystem().getSeparator(), "/"), file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return files;
  }

  private static boolean hidden(Path path) {
    Path name = path.getFileName();
    return name != null && name.toString().startsWith(".");
  }

  /** Says which file could not be read, which the errors of streams do not. */
  private record Named(Cursor cursor, Path file) implements Cursor {

    @Override
    public Document next() throws IOException {
      try {
        return cursor.next();
      } catch (IOException | UncheckedIOException e) {
        throw new IOException("cannot read " + file.toAbsolutePath() + ": " + e.getMessage(), e);
      }
    }

    @Override
    public void close() throws IOException {
      cursor.close();
    }
  }
}
