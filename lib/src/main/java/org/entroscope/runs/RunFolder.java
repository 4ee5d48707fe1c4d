package org.entroscope.runs;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import org.entroscope.files.AtomicFile;
import org.entroscope.files.FileTree;
import org.entroscope.files.Reason;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder on this machine that contains one run and is open for writing. During training, the two
 * newest checkpoints are separate run folders in {@code checkpoints/step-N}. The final state is
 * written to the folder itself, and {@code checkpoints} is removed. The state with the most steps
 * is the valid one.
 *
 * <p>Everything is written under a temporary name and then renamed, so the previous state survives
 * a process that is killed at any moment and a full disk. The folder is locked while it is open;
 * the lock ends with the process.
 */
public final class RunFolder implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RunFolder.class);

  private static final int GENERATIONS = 2;
  private static final String CHECKPOINTS = "checkpoints";
  private static final String STATE = "step-";

  private final Path folder;
  private final Path checkpoints;
  private final RunLock lock;

  /** The checkpoints that are known to be complete, the oldest first. */
  private final Deque<Path> whole = new ArrayDeque<>();

  /** True if the run in the folder itself is the valid state. */
  private boolean settled;

  private RunFolder(Path folder, RunLock lock) {
    this.folder = folder;
    this.checkpoints = folder.resolve(CHECKPOINTS);
    this.lock = lock;
  }

  /**
   * Opens a folder and creates it if it is missing.
   *
   * @throws IOException if it cannot be used, or contains something that is not a run
   * @throws IllegalStateException if another training is using it
   */
  public static RunFolder open(Path folder) throws IOException {
    Path absolute = folder.toAbsolutePath();
    try {
      boolean isRun = Files.exists(lockOf(absolute)) || new RunFiles(absolute, false).exists();
      if (Files.exists(absolute)
          && !isRun
          && !(Files.isDirectory(absolute) && FileTree.names(absolute).isEmpty())) {
        throw new IOException(
            folder + " exists and is not a run; choose another folder, or remove that one");
      }
      RunLock lock = RunLock.take(lockOf(absolute));
      if (lock == null) {
        throw new IllegalStateException(
            "another training keeps its run in "
                + folder
                + "; choose another folder, or wait until that training has ended");
      }
      RunFolder opened = new RunFolder(absolute, lock);
      opened.clearParts(); // left by a killed process
      return opened;
    } catch (FileSystemException e) {
      throw new IOException(
          "no run can be kept in %s (%s); choose another folder"
              .formatted(folder, Reason.withFile(e)),
          e);
    }
  }

  /**
   * Writes a run to a folder and replaces an existing run.
   *
   * @throws IOException if it cannot be written, or the folder contains something that is not a
   *     run; an existing run is then unchanged
   * @throws IllegalStateException if a training is using the folder
   */
  public static void save(Path folder, AtomicFile.Content content) throws IOException {
    if (!Files.exists(folder)) {
      RunReplacement.write(folder.toAbsolutePath(), content);
      return;
    }
    try (RunFolder opened = open(folder)) {
      opened.end(content);
    }
  }

  private static Path lockOf(Path folder) {
    return folder.resolve(CHECKPOINTS).resolve("lock");
  }

  /**
   * Returns the run and its checkpoints, the one with the most steps first; empty if there are
   * none.
   */
  static List<RunFiles> newestFirst(Path folder) throws IOException {
    boolean running = RunLock.isHeld(lockOf(folder));
    List<RunFiles> all = new ArrayList<>();
    for (Path state : states(folder.resolve(CHECKPOINTS))) {
      all.add(new RunFiles(state, running));
    }
    RunFiles own = new RunFiles(folder, running);
    if (own.exists()) {
      int steps = steps(own);
      int newer = (int) all.stream().takeWhile(state -> steps(state) > steps).count();
      all.add(newer, own);
    }
    return all;
  }

  /** Returns the number of steps; a damaged state comes first, so that the damage is reported. */
  private static int steps(RunFiles files) {
    try {
      return files.run().steps();
    } catch (IOException e) {
      return Integer.MAX_VALUE;
    }
  }

  private static List<Path> states(Path checkpoints) throws IOException {
    return FileTree.names(checkpoints).stream()
        .filter(name -> name.matches(STATE + "\\d+"))
        .sorted(Comparator.reverseOrder())
        .map(checkpoints::resolve)
        .toList();
  }

  /**
   * Returns the newest complete state, from which training can continue.
   *
   * @return the state, or null if the folder has none
   * @throws IOException if every state is damaged
   * @throws IllegalArgumentException if the run has another specification (the message lists the
   *     differences), or was saved without the optimiser's state
   */
  public RunFiles newest(RunSpec training) throws IOException {
    IOException first = null;
    for (RunFiles files : newestFirst(folder)) {
      try {
        files.check();
        RunRecord run = files.run();
        canGoOn(training, run, files);
        settled = files.folder().equals(folder);
        if (settled) {
          RunReplacement.tidy(folder);
        } else {
          whole.add(files.folder());
        }
        if (first != null) {
          LOG.debug("falling back to {}", files.folder(), first);
          System.err.println(
              "The newest checkpoint is damaged ("
                  + Reason.withFile(first)
                  + "); going on from step "
                  + run.steps());
        }
        return files;
      } catch (ClosedByInterruptException e) {
        throw e; // the file is not damaged
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

  private void canGoOn(RunSpec training, RunRecord run, RunFiles files) throws IOException {
    List<String> differences = training.differences(run.spec());
    if (!differences.isEmpty()) {
      throw new IllegalArgumentException(
          "the run in %s is of another training: %s. Choose another folder, or remove that one"
              .formatted(folder, String.join("; ", differences)));
    }
    if (run.status() != RunStatus.FINISHED && !files.lists(RunFiles.OPTIMISER)) {
      throw new IllegalArgumentException(
          "the run in %s is not finished and was saved without the optimiser's state, so no"
                  .formatted(folder)
              + " training can continue from it. Choose another folder, or remove that one");
    }
  }

  /**
   * Adds a checkpoint and removes all except the newest two complete ones.
   *
   * @throws IOException if it cannot be written; the older checkpoints are then unchanged
   */
  public void write(int step, AtomicFile.Content content) throws IOException {
    Path state = checkpoints.resolve(STATE + "%09d".formatted(step));
    if (Files.exists(state)) {
      remove(state); // it is damaged, because training would have continued from a complete one
    }
    AtomicFile.writeFolder(state, content);
    settled = false;
    whole.add(state);
    while (whole.size() > GENERATIONS) {
      whole.poll();
    }
    for (Path other : states(checkpoints)) {
      if (!whole.contains(other)) {
        remove(other);
      }
    }
  }

  /**
   * Writes the final state of the training and replaces the content of the folder.
   *
   * @throws IOException if it cannot be written; the run and its checkpoints are then unchanged
   */
  public void end(AtomicFile.Content content) throws IOException {
    RunReplacement.write(folder, content);
    settled = true;
  }

  /**
   * Removes a checkpoint. It is renamed first, so that a process killed meanwhile leaves no
   * incomplete one.
   */
  private static void remove(Path state) throws IOException {
    Path doomed = AtomicFile.part(state);
    AtomicFile.move(state, doomed);
    FileTree.delete(doomed);
  }

  private void clearParts() throws IOException {
    for (String name : FileTree.names(checkpoints)) {
      if (name.endsWith(AtomicFile.PART)) {
        FileTree.delete(checkpoints.resolve(name));
      }
    }
  }

  /** Unlocks the folder and removes checkpoints that are no longer needed. */
  @Override
  public void close() {
    try (lock) {
      List<Path> states = states(checkpoints);
      if (settled || states.isEmpty()) {
        for (Path state : states) {
          remove(state);
        }
        clearParts();
        Files.deleteIfExists(lockOf(folder));
        if (FileTree.names(checkpoints).isEmpty()) {
          Files.deleteIfExists(checkpoints);
        }
      }
    } catch (IOException e) {
      LOG.warn("cannot tidy up {}", checkpoints, e);
    }
  }
}
