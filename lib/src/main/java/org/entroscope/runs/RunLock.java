package org.entroscope.runs;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A lock that lets only one training at a time write to a folder. It ends with its process. */
final class RunLock implements AutoCloseable {

  /**
   * The locks of this process, which must not open these files again: closing a file would release
   * its lock.
   */
  private static final Set<Path> OURS = new HashSet<>();

  /** A process that checks whether a file is locked holds the lock for a moment. */
  private static final int ATTEMPTS = 5;

  private final Path file;
  private final FileChannel channel;

  private RunLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Locks a file and creates it if it is missing.
   *
   * @return the lock, or null if another training has it
   */
  static RunLock take(Path file) throws IOException {
    synchronized (OURS) {
      for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
        Files.createDirectories(file.getParent());
        if (OURS.contains(real(file))) {
          return null;
        }
        Object before = identity(file);
        FileChannel channel =
            FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        boolean locked = lock(channel, false);
        if (locked
            && before.equals(identity(file))) { // otherwise its owner has removed it meanwhile
          OURS.add(real(file));
          return new RunLock(real(file), channel);
        }
        channel.close();
        LockSupport.parkNanos(locked ? 0 : TimeUnit.MILLISECONDS.toNanos(20));
      }
      return null;
    }
  }

  /** Returns whether a training has the lock now. */
  static boolean isHeld(Path file) throws IOException {
    synchronized (OURS) {
      if (!Files.exists(file)) {
        return false;
      }
      if (OURS.contains(real(file))) {
        return true;
      }
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
        return !lock(channel, true);
      } catch (NoSuchFileException e) {
        return false;
      }
    }
  }

  private static boolean lock(FileChannel channel, boolean shared) throws IOException {
    try {
      return channel.tryLock(0, Long.MAX_VALUE, shared) != null;
    } catch (OverlappingFileLockException e) {
      return false; // another class loader's copy of this library in this process has it
    }
  }

  private static Path real(Path file) throws IOException {
    return file.getParent().toRealPath().resolve(file.getFileName());
  }

  /**
   * Returns an object that distinguishes a file from another file of the same name. The object of a
   * missing file is equal to no other.
   */
  private static Object identity(Path file) throws IOException {
    try {
      Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
      return Objects.requireNonNullElse(key, file);
    } catch (NoSuchFileException e) {
      return new Object();
    }
  }

  @Override
  public void close() throws IOException {
    synchronized (OURS) {
      OURS.remove(file);
      channel.close();
    }
  }
}
