package org.entroscope.runs;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.entroscope.files.AtomicFile;
import org.entroscope.files.FileTree;

/**
 * A folder in one of Hadoop's file systems, such as HDFS or an object store. In many object stores,
 * renaming copies the files, so a task that is killed during the copy can leave an incomplete run
 * folder. Reading such a folder fails with the name of the missing file; after the folder has been
 * removed, the run is trained again.
 */
final class HadoopStorage implements Storage {

  private final FileSystem system;
  private final Path folder;

  HadoopStorage(URI uri, Configuration configuration) throws IOException {
    folder = new Path(uri);
    system = folder.getFileSystem(configuration);
  }

  @Override
  public String place() {
    return folder.toString();
  }

  private Path path(String name) {
    return name.isEmpty() ? folder : new Path(folder, name);
  }

  @Override
  public boolean exists(String name) throws IOException {
    return system.exists(path(name));
  }

  @Override
  public byte[] read(String name) throws IOException {
    try (InputStream in = system.open(path(name))) {
      return in.readAllBytes();
    } catch (FileNotFoundException e) {
      throw new NoSuchFileException(path(name).toString());
    }
  }

  @Override
  public void write(String name, byte[] content) throws IOException {
    Path target = path(name);
    Path part = part(target);
    try (OutputStream out = system.create(part, true)) {
      out.write(content);
    }
    // not every file system replaces a file when renaming; this content can be written again
    system.delete(target, false);
    move(part, target);
  }

  @Override
  public void writeFolder(String name, AtomicFile.Content content) throws IOException {
    Path target = path(name);
    Path part = part(target);
    java.nio.file.Path here = Files.createTempDirectory("entroscope");
    try {
      content.write(here);
      for (String file : FileTree.names(here)) {
        copy(here.resolve(file), new Path(part, file));
      }
    } finally {
      FileTree.delete(here);
    }
    move(part, target);
    // if the target has been created meanwhile, renaming has moved the part into it
    system.delete(new Path(target, part.getName()), true);
  }

  /**
   * Renames a part. If the target exists, another process has written the same content, and the
   * part is removed.
   */
  private void move(Path part, Path target) throws IOException {
    system.mkdirs(target.getParent());
    boolean moved = !system.exists(target) && system.rename(part, target);
    if (!moved && !system.exists(target)) {
      throw new IOException("cannot rename " + part + " to " + target);
    }
    if (!moved) {
      system.delete(part, true);
    }
  }

  private static Path part(Path target) {
    return target.suffix("." + UUID.randomUUID() + AtomicFile.PART);
  }

  private void copy(java.nio.file.Path from, Path to) throws IOException {
    try (OutputStream out = system.create(to, true)) {
      Files.copy(from, out);
    }
  }

  @Override
  public List<String> list(String name) throws IOException {
    try {
      return Arrays.stream(system.listStatus(path(name)))
          .map(FileStatus::getPath)
          .map(Path::getName)
          .filter(each -> !each.endsWith(AtomicFile.PART))
          .sorted()
          .toList();
    } catch (FileNotFoundException e) {
      return List.of();
    }
  }

  @Override
  public void delete(String name) throws IOException {
    system.delete(path(name), false);
  }

  @Override
  public void upload(java.nio.file.Path from, String name) throws IOException {
    if (exists(name)) {
      return;
    }
    Path part = part(path(name));
    copy(from, part);
    move(part, path(name));
  }

  @Override
  public void download(String name, java.nio.file.Path to) throws IOException {
    try (InputStream in = system.open(path(name));
        OutputStream out = Files.newOutputStream(to)) {
      in.transferTo(out);
    }
  }
}
