package org.entroscope.training;

import java.nio.file.Path;
import java.util.Objects;

/**
 * Where and how often a training's whole state is written, so that it survives its process.
 *
 * <p>The folder holds the two newest states. Each is written beside them and then moved to its
 * name, so that a process killed at any instant, or a full disk, leaves a whole one; each knows its
 * files' checksums, and a damaged newest one gives way to the one before. A training that finds a
 * state of the very same configuration in its folder goes on from there.
 *
 * @param folder belongs to one training at a time; made if missing
 * @param everySteps steps between two states, or 0 to go by time alone
 * @param everySeconds most seconds between two states, or 0 to go by steps alone; the first step's
 *     end after it counts
 */
public record Checkpoints(Path folder, int everySteps, double everySeconds) {

  /** Seconds between two states unless told otherwise. */
  public static final double DEFAULT_SECONDS = 60;

  /** Refuses negative intervals. */
  public Checkpoints {
    Objects.requireNonNull(folder, "folder");
    if (everySteps < 0 || !(everySeconds >= 0) || everySteps == 0 && everySeconds == 0) {
      throw new IllegalArgumentException(
          "checkpoints need a positive number of steps or seconds between them, not "
              + everySteps
              + " steps and "
              + everySeconds
              + " seconds");
    }
  }

  /** A state every minute, and one at the end. */
  public static Checkpoints in(Path folder) {
    return new Checkpoints(folder, 0, DEFAULT_SECONDS);
  }

  /** A copy that writes a state after every n-th step. */
  public Checkpoints everySteps(int steps) {
    return new Checkpoints(folder, steps, 0);
  }

  /** A copy that writes a state after each interval, in seconds. */
  public Checkpoints everySeconds(double seconds) {
    return new Checkpoints(folder, 0, seconds);
  }

  /** Whether a state is due after a step, the seconds since the last one being these. */
  boolean due(int step, double seconds) {
    return everySteps > 0 && step % everySteps == 0 || everySeconds > 0 && seconds >= everySeconds;
  }
}
