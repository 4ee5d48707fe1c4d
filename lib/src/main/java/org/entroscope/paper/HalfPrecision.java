package org.entroscope.paper;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.entroscope.architecture.Architecture;
import org.entroscope.engine.Precision;
import org.entroscope.files.Tables;
import org.entroscope.runs.RunSpec;
import org.entroscope.sweep.ConfidenceInterval;
import org.entroscope.sweep.Numbers;
import org.entroscope.sweep.SweepEntry;
import org.entroscope.sweep.SweepResult;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * Decides whether the published NaN of the softmax-only model is due to the architecture or to half
 * precision, in which the paper trained (Section 6). It also decides whether a stabiliser of Tables
 * 5 and 6 trains where that model does not. Both answers count runs over seeds in each precision.
 */
public final class HalfPrecision {

  private static final String BARE = "SM";
  private static final double LEVEL = 0.05;

  private final Map<Precision, Map<String, TrainingOutcomes>> trainings;

  private HalfPrecision(Map<Precision, Map<String, TrainingOutcomes>> trainings) {
    this.trainings = trainings;
  }

  /**
   * Counts the runs of one setting in one or several precisions.
   *
   * @throws IllegalArgumentException if the runs differ in more than architecture, seed and
   *     precision, or a precision has no runs of SM
   */
  public static HalfPrecision of(SweepResult result) {
    List<SweepEntry> entries =
        result.entries().stream().filter(entry -> entry.run() != null).toList();
    List<RunSpec> settings =
        entries.stream()
            .map(e -> e.spec().anySeed().anyArchitecture().withPrecision(Precision.FLOAT32))
            .distinct()
            .toList();
    if (settings.size() > 1) {
      throw new IllegalArgumentException(
          "the runs have %d settings, but precisions are compared within one: select it with where(...)"
              .formatted(settings.size()));
    }
    Map<Precision, Map<String, TrainingOutcomes>> trainings = new LinkedHashMap<>();
    for (Precision precision : new Precision[] {Precision.FLOAT16, Precision.FLOAT32}) {
      Map<String, TrainingOutcomes> own = new LinkedHashMap<>();
      for (SweepEntry entry : entries) {
        if (entry.spec().precision() == precision) {
          String terms = Architecture.of(entry.spec().architecture()).terms();
          own.computeIfAbsent(terms, t -> new TrainingOutcomes(new ArrayList<>()))
              .entries()
              .add(entry);
        }
      }
      if (!own.isEmpty()) {
        if (!own.containsKey(BARE)) {
          throw new IllegalArgumentException(
              "there is no run of %s in %s to compare with".formatted(BARE, precision));
        }
        trainings.put(precision, own);
      }
    }
    return new HalfPrecision(trainings);
  }

  /**
   * Returns a table with one row per precision and architecture. Its columns are the number of
   * runs; how many of them are better than bigrams, no better than bigrams but better than
   * unigrams, at the unigram level, and diverged; the mean perplexity of the runs that are better
   * than bigrams, with its 95% interval over seeds; the median number of skipped steps; where most
   * runs overflowed first, and the median step of the first overflow; and whether the architecture
   * trains where SM does not. The last column uses Fisher's exact test of the counts, corrected by
   * Holm's method within the precision.
   */
  public Table table() {
    StringColumn precision = StringColumn.create("precision");
    StringColumn architecture = StringColumn.create("architecture");
    IntColumn runs = IntColumn.create("runs");
    IntColumn trained = IntColumn.create("better than bigrams");
    IntColumn between = IntColumn.create("no better than bigrams");
    IntColumn unigram = IntColumn.create("unigram");
    IntColumn diverged = IntColumn.create("diverged");
    DoubleColumn perplexity = Numbers.column("perplexity");
    DoubleColumn low = Numbers.column("low");
    DoubleColumn high = Numbers.column("high");
    DoubleColumn skipped = Numbers.column("skipped steps", "0.#");
    StringColumn overflow = StringColumn.create("first overflow");
    DoubleColumn step = Numbers.column("at step", "0.#");
    StringColumn verdict = StringColumn.create("trains where SM does not");
    trainings.forEach(
        (each, own) -> {
          Map<String, String> verdicts = verdicts(own);
          own.forEach(
              (name, training) -> {
                precision.append(each.name());
                architecture.append(name);
                runs.append(training.runs());
                trained.append(training.trained());
                between.append(training.between());
                unigram.append(training.unigram());
                diverged.append(training.diverged());
                double[] values = training.perplexities();
                ConfidenceInterval interval =
                    ConfidenceInterval.ofMean(values).within(1, Double.POSITIVE_INFINITY);
                perplexity.append(Cohort.mean(values));
                low.append(interval.low());
                high.append(interval.high());
                skipped.append(training.skippedSteps());
                overflow.append(training.overflow());
                step.append(training.firstOverflow());
                verdict.append(verdicts.get(name));
              });
        });
    return Tables.create("Training in half and in single precision", precision, architecture, runs)
        .addColumns(trained, between, unigram, diverged, perplexity, low, high)
        .addColumns(skipped, overflow, step, verdict);
  }

  /** Returns the verdicts on all architectures in one precision. */
  private static Map<String, String> verdicts(Map<String, TrainingOutcomes> own) {
    TrainingOutcomes bare = own.get(BARE);
    List<String> names = own.keySet().stream().filter(name -> !name.equals(BARE)).toList();
    double[] pValues =
        Holm.adjusted(
            names.stream()
                .map(own::get)
                .mapToDouble(one -> one.fisherPValue(one.trained(), bare, bare.trained()))
                .toArray());
    Map<String, String> verdicts = new LinkedHashMap<>();
    verdicts.put(BARE, "");
    for (int i = 0; i < pValues.length; i++) {
      verdicts.put(names.get(i), verdict(own.get(names.get(i)), bare, pValues[i]));
    }
    return verdicts;
  }

  private static String verdict(TrainingOutcomes one, TrainingOutcomes bare, double pValue) {
    if (bare.trained() == bare.runs()) {
      return "SM trains too";
    }
    boolean never = one.trained() == 0 && one.runs() >= Verdict.SEEDS;
    String word = never ? "no" : pValue < LEVEL ? "yes" : "open";
    return String.format(
        Locale.ROOT,
        "%s: %d of %d against %d of %d (p = %.2g)",
        word,
        one.trained(),
        one.runs(),
        bare.trained(),
        bare.runs(),
        pValue);
  }

  /**
   * Returns the answer about SM in two sentences: the number of runs that diverged in each
   * precision, and the number of runs in single precision that are no better than bigrams.
   *
   * @throws IllegalStateException if a precision is missing
   */
  public String answer() {
    if (trainings.size() < 2) {
      throw new IllegalStateException(
          "the answer needs runs of SM in FLOAT16 and in FLOAT32; there are those in "
              + trainings.keySet());
    }
    TrainingOutcomes half = trainings.get(Precision.FLOAT16).get(BARE);
    TrainingOutcomes single = trainings.get(Precision.FLOAT32).get(BARE);
    double pValue = half.fisherPValue(half.diverged(), single, single.diverged());
    String dependence =
        single.diverged() > single.runs() / 2.0
            ? "the NaN does not need half precision"
            : pValue < LEVEL
                ? "the NaN needs half precision"
                : "whether the NaN needs half precision remains open";
    String place = half.overflow().isEmpty() ? "" : ", first at " + half.overflow();
    int failed = single.runs() - single.trained();
    return String.format(
        Locale.ROOT,
        "SM diverged in %d of %d runs in FLOAT16%s, and in %d of %d in FLOAT32 (Fisher's exact"
            + " test: p = %.2g): %s. In FLOAT32, %d of %d runs are no better than bigrams%s.",
        half.diverged(),
        half.runs(),
        place,
        single.diverged(),
        single.runs(),
        pValue,
        dependence,
        failed,
        single.runs(),
        failed > single.runs() / 2.0 ? ": this failure does not need half precision" : "");
  }

  @Override
  public String toString() {
    return table().printAll();
  }
}
