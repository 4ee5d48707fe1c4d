package org.entroscope.training;

import java.time.Duration;
import java.util.Locale;

/**
 * An estimate of the time and memory of a training, from a few steps on generated text. If
 * gradients are accumulated, the time is an upper estimate, because each batch of the trial
 * included a step of the optimiser.
 *
 * @param name the name of the training
 * @param device the device of the training
 * @param tokens the number of tokens in the remaining steps
 * @param tokensPerSecond the number of tokens per second in the trial
 * @param seconds the estimated time in seconds, including evaluations
 * @param memory the bytes in use at the peak of the trial, by the whole process on a CPU and by all
 *     processes on a GPU; -1 if the system does not report them
 * @param memoryTotal the total bytes of memory; -1 if the system does not report them
 */
public record TrainingEstimate(
    String name,
    String device,
    long tokens,
    double tokensPerSecond,
    double seconds,
    long memory,
    long memoryTotal) {

  /** Returns a time in words: "3 d 4 h", "6 h 8 min", "12 min", "40 s". */
  public static String words(double seconds) {
    Duration time = Duration.ofSeconds(Math.round(seconds));
    if (time.toDays() > 0) {
      return "%d d %d h".formatted(time.toDays(), time.toHoursPart());
    }
    if (time.toHours() > 0) {
      return "%d h %d min".formatted(time.toHours(), time.toMinutesPart());
    }
    return time.toMinutes() > 0 ? time.toMinutes() + " min" : time.toSeconds() + " s";
  }

  /** Returns the estimate in one line. */
  @Override
  public String toString() {
    String room =
        memory < 0
            ? ""
            : String.format(
                Locale.ROOT, "; memory %.1f of %.1f GB", memory / 1e9, memoryTotal / 1e9);
    return String.format(
        Locale.ROOT,
        "%s: %,d tokens at about %,.0f per second on %s, %s%s",
        name,
        tokens,
        tokensPerSecond,
        device,
        words(seconds),
        room);
  }
}
