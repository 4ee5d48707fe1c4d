package org.entroscope.sweep;

import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.entroscope.runs.RunRecord;
import org.entroscope.runs.RunSummary;

/** Describes in words where recorded results come from. */
final class Provenance {

  private Provenance() {}

  /**
   * Describes the number of experiments, their seeds, times and duration, the commands that trained
   * them, and the hardware.
   *
   * @param invocations all invocations recorded in the folder; empty if it has none
   */
  static String of(List<RunSummary> runs, List<SweepInvocation> invocations) {
    if (runs.isEmpty()) {
      return "Recorded: nothing";
    }
    List<RunRecord> records = runs.stream().map(RunSummary::record).toList();
    double minutes = records.stream().mapToDouble(RunRecord::seconds).sum() / 60;
    List<String> days = records.stream().map(r -> r.started().substring(0, 10)).sorted().toList();
    String first = days.get(0);
    String last = days.get(days.size() - 1);
    StringJoiner words = new StringJoiner(System.lineSeparator());
    words.add(
        String.format(
            Locale.ROOT,
            "Recorded, not trained here: %d %s, %s, %.0f core minutes, %s",
            runs.size(),
            runs.size() == 1 ? "experiment" : "experiments",
            seeds(runs.stream().mapToLong(RunSummary::seed).distinct().sorted()),
            minutes,
            first.equals(last) ? first : first + " to " + last));
    List<SweepInvocation> responsible =
        invocations.stream().filter(i -> records.stream().anyMatch(i::began)).toList();
    String commands = distinct(responsible, SweepInvocation::note);
    if (!commands.isEmpty()) {
      words.add("by " + commands);
    }
    String machines = distinct(responsible, SweepInvocation::hardware);
    String engines = distinct(records, RunRecord::engine);
    words.add("on " + (machines.isEmpty() ? engines : machines + "; " + engines));
    return words.toString();
  }

  private static String seeds(LongStream sorted) {
    long[] seeds = sorted.toArray();
    if (seeds.length == 1) {
      return "seed " + seeds[0];
    }
    long last = seeds[seeds.length - 1];
    if (last - seeds[0] == seeds.length - 1) {
      return "seeds " + seeds[0] + " to " + last;
    }
    StringJoiner all = new StringJoiner(", ", "seeds ", "");
    LongStream.of(seeds).forEach(seed -> all.add(String.valueOf(seed)));
    return all.toString();
  }

  private static <T> String distinct(List<T> things, Function<T, String> words) {
    return String.join(
        "; ", things.stream().map(words).filter(w -> !w.isBlank()).distinct().toList());
  }
}
