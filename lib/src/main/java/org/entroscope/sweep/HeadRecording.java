package org.entroscope.sweep;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.entroscope.runs.RunSpec;
import org.entroscope.statistics.HeadStatistic;

/**
 * The head statistics that a sweep records in addition to entropy.
 *
 * @param statistics the statistics to record
 */
record HeadRecording(List<HeadStatistic> statistics) {

  private static final String CLASS = "class ";

  /**
   * Checks that existing results have these statistics, because they are not trained again. A
   * result whose training failed immediately has no statistics and is accepted.
   *
   * @throws IllegalArgumentException if a result lacks a statistic
   */
  void check(List<RunSpec> done, SweepStore store) throws IOException {
    for (RunSpec trial : statistics.isEmpty() ? List.<RunSpec>of() : done) {
      Set<String> recorded = store.result(trial).newestValues().keySet();
      for (HeadStatistic statistic : statistics) {
        if (!recorded.isEmpty() && !recorded.contains(statistic.name())) {
          throw new IllegalArgumentException(
              ("the result of %s in %s was recorded without the statistic '%s', only with %s; choose"
                      + " another folder with into(...)")
                  .formatted(trial, store.storage().place(), statistic.name(), recorded));
        }
      }
    }
  }

  private static Optional<HeadStatistic> builtIn(String name) {
    return HeadStatistic.all().stream().filter(each -> each.name().equals(name)).findFirst();
  }

  /**
   * Converts the statistics to texts, from which {@link #fromTexts} creates them in another JVM.
   *
   * @throws IllegalArgumentException if a class has no public constructor without parameters
   */
  List<String> toTexts() {
    List<String> texts = new ArrayList<>();
    for (HeadStatistic statistic : statistics) {
      if (builtIn(statistic.name()).filter(statistic::equals).isPresent()) {
        texts.add(statistic.name());
      } else {
        create(statistic.getClass());
        texts.add(CLASS + statistic.getClass().getName());
      }
    }
    return texts;
  }

  /** Reads the texts of {@link #toTexts}. Loads classes with the thread's context class loader. */
  static HeadRecording fromTexts(List<String> texts) {
    List<HeadStatistic> statistics = new ArrayList<>();
    for (String text : texts) {
      if (!text.startsWith(CLASS)) {
        statistics.add(builtIn(text).orElseThrow());
        continue;
      }
      String name = text.substring(CLASS.length());
      try {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        statistics.add(create(Class.forName(name, true, loader)));
      } catch (ClassNotFoundException e) {
        throw new IllegalStateException(
            "this executor does not have the statistic %s; put its jar into spark.jars"
                .formatted(name),
            e);
      }
    }
    return new HeadRecording(statistics);
  }

  private static HeadStatistic create(Class<?> type) {
    try {
      return (HeadStatistic) type.getConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(
          ("Spark's executors create a statistic with the public constructor without parameters of a"
                  + " public class, which %s lacks; give it one, or use Sweep.local()")
              .formatted(type.getName()),
          e);
    }
  }
}
