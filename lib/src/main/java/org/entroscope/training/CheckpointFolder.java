package org.entroscope.training;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.entroscope.files.Reason;
import org.entroscope.runs.RunSpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder with the two newest states of one training. Locked while it is open; the lock dies with
 * the process.
 */
final class CheckpointFolder implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(CheckpointFolder.class);

  private static final int GENERATIONS = 2;
  private static final String STATE = "step-";
  private static final String PART = ".part-";

  private final Path folder;
  private final FileChannel lockFile;
  private final FileLock lock;

  /** Folders known to be whole, the oldest first. */
  private final Deque<Path> whole = new ArrayDeque<>();

  private CheckpointFolder(Path folder, FileChannel lockFile, FileLock lock) {
    this.folder = folder;
    this.lockFile = lockFile;
    this.lock = lock;
  }

  /** Writes a state's files into an empty folder. */
  interface Content {
    void write(Path folder) throws IOException;
  }

  /**
   * Opens a folder, and makes it if it is missing.
   *
   * @throws IOException if it cannot be used
   * @throws IllegalStateException if another training is using it
   */
  static CheckpointFolder open(Path folder) throws IOException {
    Path absolute = folder.toAbsolutePath();
    FileChannel file;
    try {
      Files.createDirectories(absolute);
      file =
          FileChannel.open(
              absolute.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw new IOException(
          "checkpoints cannot be written to %s (%s); choose another folder"
              .formatted(folder, Reason.withFile(e)),
          e);
    }
    FileLock lock = null;
    try {
      lock = file.tryLock();
    } catch (OverlappingFileLockException e) {
      // a training in this process has it
    }
    if (lock == null) {
      file.close();
      throw new IllegalStateException(
          "another training writes its checkpoints to "
              + folder
              + "; choose another folder, or wait until that training has ended");
    }
    CheckpointFolder opened = new CheckpointFolder(absolute, file, lock);
    opened.deleteAll(PART); // what a killed process had begun
    return opened;
  }

  /**
   * The newest whole state of a training.
   *
   * @return null if the folder holds no state at all
   * @throws IOException if every state is damaged
   * @throws IllegalArgumentException if the states are of another training; the message says what
   *     differs
   */
  Checkpoint newest(RunSpec training) throws IOException {
    List<Path> newestFirst = states();
    IOException first = null;
    for (Path state : newestFirst) {
      try {
        Checkpoint checkpoint = Checkpoint.open(state);
        sameTraining(training, checkpoint.manifest().training());
        whole.add(state);
        if (first != null) {
          LOG.debug("falling back to {}", state, first);
          System.err.println(
              "The newest checkpoint is damaged ("
                  + Reason.withFile(first)
                  + "); going on from step "
                  + checkpoint.manifest().position().step());
        }
        return checkpoint;
      } catch (IOException e) {
        first = first == null ? e : first;
      }
    }
    if (first != null) {
      throw new IOException(
          "no checkpoint in "
              + folder
              + " is whole; remove the folder to train from the start. The newest: "
              + Reason.withFile(first),
          first);
    }
    return null;
  }

  private void sameTraining(RunSpec ours, RunSpec theirs) {
    List<String> differences = ours.differences(theirs);
    if (!differences.isEmpty()) {
      throw new IllegalArgumentException(
          "the checkpoints in "
              + folder
              + " are of another training: "
              + String.join("; ", differences)
              + ". Choose another folder, or remove that one");
    }
  }

  /**
   * Adds a state, and removes all but the newest two that are whole.
   *
   * @throws IOException if it cannot be written; the older states are then as they were
   */
  void write(int step, Content content) throws IOException {
    Path part = Files.createTempDirectory(folder, PART);
    try {
      content.write(part);
      Path state = folder.resolve(STATE + "%09d".formatted(step));
      if (Files.exists(state)) { // damaged, or from before a fall back
        Files.move(state, folder.resolve(PART + "old-" + state.getFileName()));
      }
      Files.move(part, state, StandardCopyOption.ATOMIC_MOVE);
      whole.remove(state);
      whole.add(state);
    } finally {
      if (Files.exists(part)) {
        RunFolder.delete(part);
      }
    }
    while (whole.size() > GENERATIONS) {
      whole.poll();
    }
    for (Path state : states()) {
      if (!whole.contains(state)) {
        remove(state);
      }
    }
    deleteAll(PART);
  }

  /** States by name, the newest first. */
  private List<Path> states() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(STATE))
          .sorted(Comparator.reverseOrder())
          .toList();
    }
  }

  /** Renamed first: a process killed meanwhile leaves no state that lacks files. */
  private void remove(Path state) throws IOException {
    Path doomed = folder.resolve(PART + "old-" + state.getFileName());
    Files.move(state, doomed, StandardCopyOption.ATOMIC_MOVE);
    RunFolder.delete(doomed);
  }

  private void deleteAll(String beginning) throws IOException {
    List<Path> found;
    try (Stream<Path> files = Files.list(folder)) {
      found = files.filter(f -> f.getFileName().toString().startsWith(beginning)).toList();
    }
    for (Path file : found) {
      RunFolder.delete(file);
    }
  }

  @Override
  public void close() {
    try (lockFile) {
      lock.release();
    } catch (IOException e) {
      LOG.warn("cannot unlock {}", folder, e);
    }
  }
}
