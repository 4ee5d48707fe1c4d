package org.entroscope.sweep;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/** A folder of this machine, or one that is mounted on all of them. */
final class FolderStorage implements Storage {

  /** What is not yet whole begins with this. */
  static final String PART = ".part-";

  private final Path folder;

  FolderStorage(Path folder) {
    this.folder = folder.toAbsolutePath().normalize();
  }

  @Override
  public String place() {
    return folder.toString();
  }

  @Override
  public boolean exists(String name) {
    return Files.exists(folder.resolve(name));
  }

  @Override
  public byte[] read(String name) throws IOException {
    return Files.readAllBytes(folder.resolve(name));
  }

  @Override
  public void write(String name, byte[] content) throws IOException {
    Path part = part();
    try {
      Files.write(part, content);
      move(part, target(name), StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  @Override
  public void writeFolder(String name, Map<String, byte[]> files) throws IOException {
    Path part = Files.createDirectory(part());
    try {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        Files.write(part.resolve(file.getKey()), file.getValue());
      }
      Path target = target(name);
      if (!Files.exists(target)) {
        Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
      }
    } catch (FileSystemException e) {
      // another one was quicker, with the same experiment
      if (!Files.exists(folder.resolve(name))) {
        throw e;
      }
    } finally {
      remove(part);
    }
  }

  @Override
  public List<String> list(String name) throws IOException {
    Path listed = folder.resolve(name);
    if (!Files.isDirectory(listed)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(listed)) {
      return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
    }
  }

  @Override
  public void delete(String name) throws IOException {
    Files.deleteIfExists(folder.resolve(name));
  }

  @Override
  public void upload(Path from, String name) throws IOException {
    if (exists(name)) {
      return;
    }
    Path part = part();
    try {
      Files.copy(from, part);
      move(part, target(name), StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  @Override
  public void download(String name, Path to) throws IOException {
    Files.copy(folder.resolve(name), to, StandardCopyOption.REPLACE_EXISTING);
  }

  private Path part() throws IOException {
    try {
      Files.createDirectories(folder);
    } catch (FileAlreadyExistsException e) {
      throw new IOException(folder + " is a file; a sweep needs a folder for its results", e);
    }
    return folder.resolve(PART + UUID.randomUUID());
  }

  private Path target(String name) throws IOException {
    Path target = folder.resolve(name);
    Files.createDirectories(target.getParent());
    return target;
  }

  private static void move(Path from, Path to, StandardCopyOption option) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, option);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, option);
    }
  }

  private static void remove(Path part) throws IOException {
    if (Files.exists(part)) {
      try (Stream<Path> files = Files.walk(part)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
