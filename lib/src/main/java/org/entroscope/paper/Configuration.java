package org.entroscope.paper;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.entroscope.architecture.Architecture;
import org.entroscope.architecture.ModelShape;
import org.entroscope.runs.RunSpec;
import org.entroscope.sweep.Grid;
import org.entroscope.sweep.Sweep;
import org.entroscope.sweep.SweepEntry;
import org.entroscope.sweep.SweepResult;

/** One architecture in one setting of the {@link Series}, with any seed. */
final class Configuration {

  private final String name;
  private final RunSpec setting;

  private Configuration(String name, RunSpec setting) {
    this.name = name;
    this.setting = setting;
  }

  /**
   * Returns the setting in which some grids train an architecture.
   *
   * @throws IllegalArgumentException if they do not train it, or train it in several settings
   */
  static Configuration of(String notation, Grid... grids) {
    String terms = Architecture.of(notation).terms();
    return of(terms, trial -> Architecture.of(trial.architecture()).terms().equals(terms), grids);
  }

  /**
   * Returns the setting in which some grids train an architecture with exactly these settings of
   * its regulariser.
   */
  static Configuration of(Architecture architecture, Grid... grids) {
    String notation = architecture.toString();
    return of(architecture.terms(), trial -> trial.architecture().equals(notation), grids);
  }

  /** Returns the setting of the paper's proposal with a tolerance gamma. */
  static Configuration of(double gamma) {
    return of(Regime.guided(gamma), Series.gammas());
  }

  private static Configuration of(String name, Predicate<RunSpec> wanted, Grid... grids) {
    Set<RunSpec> settings =
        Sweep.of(grids).trials().stream()
            .filter(wanted)
            .map(RunSpec::anySeed)
            .collect(Collectors.toSet());
    if (settings.size() != 1) {
      throw new IllegalArgumentException(
          "%s has %d settings where one is chosen".formatted(name, settings.size()));
    }
    RunSpec setting = settings.iterator().next();
    return new Configuration(name + difference(setting), setting);
  }

  /** Returns this setting under another name, for settings that differ in more than the shape. */
  Configuration named(String other) {
    return new Configuration(other, setting);
  }

  /** Describes how a setting differs from the usual shape and plan of the series. */
  private static String difference(RunSpec setting) {
    ModelShape shape = setting.shape();
    List<String> words = new ArrayList<>();
    if (shape.layers() != Regime.SHAPE.layers()) {
      words.add("L=" + shape.layers());
    }
    if (shape.context() != Regime.SHAPE.context()) {
      words.add("T=" + shape.context());
    }
    if (shape.initialStd() != Regime.SHAPE.initialStd()) {
      words.add(String.format(Locale.ROOT, "std %s", shape.initialStd()));
    }
    if (setting.plan().learningRate() != Regime.PLAN.learningRate()) {
      words.add(String.format(Locale.ROOT, "lr %s", setting.plan().learningRate()));
    }
    return words.isEmpty() ? "" : " (" + String.join(", ", words) + ")";
  }

  String name() {
    return name;
  }

  boolean covers(RunSpec trial) {
    return trial.anySeed().withCorpus("").equals(setting);
  }

  /** Returns whether a sweep trains this setting. */
  boolean isIn(Sweep sweep) {
    return sweep.trials().stream().anyMatch(this::covers);
  }

  /**
   * Returns the runs of this setting.
   *
   * @throws IllegalArgumentException if two runs have the same seed, for example on two corpora
   */
  Cohort in(SweepResult result) {
    TreeMap<Long, SweepEntry> bySeed = new TreeMap<>();
    for (SweepEntry entry : result.entries()) {
      if (entry.run() != null && covers(entry.spec())) {
        SweepEntry other = bySeed.put(entry.spec().seed(), entry);
        if (other != null) {
          throw new IllegalArgumentException(
              "there are two results of %s with seed %d: %s; choose one with where(...)"
                  .formatted(
                      name,
                      entry.spec().seed(),
                      String.join("; ", entry.spec().differences(other.spec()))));
        }
      }
    }
    return new Cohort(name, bySeed);
  }

  /** Returns the results of several settings together. */
  static SweepResult select(SweepResult result, List<Configuration> choices) {
    return result.where(trial -> choices.stream().anyMatch(choice -> choice.covers(trial)));
  }

  static List<Configuration> each(List<String> architectures, Grid... grids) {
    return architectures.stream().map(architecture -> of(architecture, grids)).toList();
  }
}
