package org.entroscope.runs;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.entroscope.files.AtomicFile;
import org.entroscope.files.FileTree;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A folder on this machine, or a folder that is mounted on all machines. */
final class FolderStorage implements Storage {

  private static final Logger LOG = LoggerFactory.getLogger(FolderStorage.class);

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
    AtomicFile.write(target(name), content);
  }

  @Override
  public void writeFolder(String name, AtomicFile.Content content) throws IOException {
    Path target = target(name);
    try {
      if (!Files.exists(target)) {
        clearAbandoned(target.getParent());
        AtomicFile.writeFolder(target, content);
      }
    } catch (FileSystemException e) {
      // another process has already written the same experiment
      if (!Files.exists(target)) {
        throw e;
      }
    }
  }

  @Override
  public List<String> list(String name) throws IOException {
    return FileTree.names(folder.resolve(name)).stream()
        .filter(each -> !each.endsWith(AtomicFile.PART))
        .toList();
  }

  @Override
  public void delete(String name) throws IOException {
    Files.deleteIfExists(folder.resolve(name));
  }

  @Override
  public void upload(Path from, String name) throws IOException {
    if (!exists(name)) {
      AtomicFile.write(target(name), part -> Files.copy(from, part));
    }
  }

  @Override
  public void download(String name, Path to) throws IOException {
    Files.copy(folder.resolve(name), to, StandardCopyOption.REPLACE_EXISTING);
  }

  private Path target(String name) throws IOException {
    try {
      Files.createDirectories(folder);
    } catch (FileAlreadyExistsException e) {
      throw new IOException(folder + " is a file; a sweep needs a folder for its results", e);
    }
    Path target = folder.resolve(name);
    Files.createDirectories(target.getParent());
    return target;
  }

  /** Removes the files that killed processes left. Another process may do the same concurrently. */
  private static void clearAbandoned(Path folder) {
    try {
      AtomicFile.clearAbandoned(folder);
    } catch (IOException e) {
      LOG.debug("cannot tidy up {}", folder, e);
    }
  }
}
