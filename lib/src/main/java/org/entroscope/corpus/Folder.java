package org.entroscope.corpus;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.entroscope.corpus.Omissions.Why;
import org.entroscope.files.Reason;
import org.entroscope.hub.RandomBytes;

/**
 * A file or a folder as a source.
 *
 * <p>The files of a folder are sorted by their names relative to it, written with {@code /}, so
 * that the order does not depend on the machine. Hidden files and folders (such as {@code .git}),
 * symbolic links, and unreadable files and folders are left out. If a file can be opened but
 * reading it fails, for example because an archive is damaged, the corpus is rejected, because it
 * may already contain a part of that file.
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
  public Cursor open(Predicate<String> accepted, Omissions omissions) throws IOException {
    if (!Files.isDirectory(root)) {
      String name = root.toAbsolutePath().getFileName().toString();
      RandomBytes bytes = RandomBytes.of(root);
      return NamedCursor.ofFile(root, () -> opened(bytes, name, accepted, omissions));
    }
    Iterator<Map.Entry<String, Path>> files = files(accepted, omissions).entrySet().iterator();
    return new Concatenation(
        () -> files.hasNext() ? opened(files.next(), accepted, omissions) : null, () -> {});
  }

  private static Cursor opened(
      Map.Entry<String, Path> file, Predicate<String> accepted, Omissions omissions)
      throws IOException {
    RandomBytes bytes;
    try {
      bytes = RandomBytes.of(file.getValue());
    } catch (IOException e) {
      if (accepted.test(file.getKey())) {
        omissions.add(Why.UNREADABLE, file.getKey());
      }
      return () -> null;
    }
    return NamedCursor.ofFile(
        file.getValue(), () -> opened(bytes, file.getKey(), accepted, omissions));
  }

  /**
   * Reads a file, or an archive entry by entry. The documents of an archive are named {@code
   * name!/entry}.
   */
  static Cursor opened(
      RandomBytes file, String name, Predicate<String> accepted, Omissions omissions)
      throws IOException {
    if (Archives.isArchive(name)) {
      return Archives.open(
          file,
          name,
          accepted,
          omissions,
          (label, in, expansion) -> new TextCursor(label, in, omissions));
    }
    Packing packing = Packing.of(name);
    String inner = packing.inner(name);
    if (!accepted.test(inner)) {
      file.close();
      return () -> null;
    }
    return new TextCursor(
        inner, packing.unpack(file.stream(), new Expansion(file.size())), omissions);
  }

  private TreeMap<String, Path> files(Predicate<String> accepted, Omissions omissions)
      throws IOException {
    TreeMap<String, Path> files = new TreeMap<>();
    // the root itself may be a link; links below it could form a cycle
    Path start = root.toRealPath();
    Files.walkFileTree(
        start,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            if (hidden(folder) && !folder.equals(start)) {
              omissions.add(Why.HIDDEN, name(folder) + "/");
              return FileVisitResult.SKIP_SUBTREE;
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile() && !hidden(file)) {
              files.put(name(file), file);
            } else if (accepted.test(name(file))) {
              omissions.add(hidden(file) ? Why.HIDDEN : Why.LINK, name(file));
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException failure)
              throws IOException {
            if (file.equals(start)) {
              throw new IOException("cannot read " + file + ": " + Reason.of(failure), failure);
            }
            omissions.add(Why.UNREADABLE, name(file));
            return FileVisitResult.CONTINUE;
          }

          private String name(Path file) {
            return start.relativize(file).toString().replace(separator(), "/");
          }
        });
    return files;
  }

  private String separator() {
    return root.getFileSystem().getSeparator();
  }

  private static boolean hidden(Path path) {
    Path name = path.getFileName();
    return name != null && name.toString().startsWith(".");
  }
}
