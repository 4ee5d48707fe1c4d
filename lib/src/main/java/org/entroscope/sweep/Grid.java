package org.entroscope.sweep;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;
import org.entroscope.architecture.Architecture;
import org.entroscope.architecture.ModelShape;
import org.entroscope.engine.Precision;
import org.entroscope.runs.RunSpec;
import org.entroscope.runs.TrainingPlan;
import org.entroscope.tokens.Tokenizer;

/**
 * Experiments as data: every combination of some choices.
 *
 * @param architectures which architectures
 * @param shape the sizes of the model, where depths and contexts do not replace them
 * @param depths L; empty for the shape's
 * @param contexts T; empty for the shape's
 * @param plans ways to train
 * @param seeds of weights and data; one experiment for each
 * @param precision of products with weights; single unless told
 */
public record Grid(
    List<Architecture> architectures,
    ModelShape shape,
    List<Integer> depths,
    List<Integer> contexts,
    List<TrainingPlan> plans,
    List<Long> seeds,
    Precision precision) {

  /** The first of the seeds that {@link #seeds(int)} counts: the paper's. */
  public static final long FIRST_SEED = 1337;

  /** Refuses grids without experiments. */
  public Grid {
    architectures = notEmpty("architectures", architectures);
    plans = notEmpty("plans", plans);
    seeds = notEmpty("seeds", seeds);
    depths = List.copyOf(depths);
    contexts = List.copyOf(contexts);
    Objects.requireNonNull(precision, "precision");
  }

  private static <T> List<T> notEmpty(String name, List<T> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("a sweep needs at least one of its " + name);
    }
    return List.copyOf(values);
  }

  /** Architectures in the laptop's shape and plan, with one seed. */
  public static Grid of(Architecture... architectures) {
    return new Grid(
        List.of(architectures),
        ModelShape.laptop(),
        List.of(),
        List.of(),
        List.of(TrainingPlan.laptop()),
        List.of(FIRST_SEED),
        Precision.FLOAT32);
  }

  /** Architectures in the paper's notation. */
  public static Grid of(String... architectures) {
    return of(Arrays.stream(architectures).map(Architecture::of).toArray(Architecture[]::new));
  }

  public Grid shape(ModelShape shape) {
    return new Grid(architectures, shape, depths, contexts, plans, seeds, precision);
  }

  /** One experiment for each number of layers. */
  public Grid depths(int... depths) {
    List<Integer> all = Arrays.stream(depths).boxed().toList();
    return new Grid(architectures, shape, all, contexts, plans, seeds, precision);
  }

  /** One experiment for each context length. */
  public Grid contexts(int... contexts) {
    List<Integer> all = Arrays.stream(contexts).boxed().toList();
    return new Grid(architectures, shape, depths, all, plans, seeds, precision);
  }

  /** One experiment for each way to train. */
  public Grid plans(TrainingPlan... plans) {
    return new Grid(architectures, shape, depths, contexts, List.of(plans), seeds, precision);
  }

  /** So many seeds: 1337, 1338, ... */
  public Grid seeds(int count) {
    return seeds(LongStream.range(FIRST_SEED, FIRST_SEED + count).toArray());
  }

  /** One experiment for each seed. */
  public Grid seeds(long... seeds) {
    List<Long> all = Arrays.stream(seeds).boxed().toList();
    return new Grid(architectures, shape, depths, contexts, plans, all, precision);
  }

  /** How products with weights are computed; the same for all experiments. */
  public Grid precision(Precision precision) {
    return new Grid(architectures, shape, depths, contexts, plans, seeds, precision);
  }

  /** As many other seeds: each of them moved by this number. */
  public Grid seedOffset(long offset) {
    return seeds(seeds.stream().mapToLong(seed -> seed + offset).toArray());
  }

  /** Every combination; seeds change slowest, so that first results come for all architectures. */
  List<RunSpec> trials(Tokenizer tokenizer) {
    List<RunSpec> trials = new ArrayList<>();
    for (long seed : seeds) {
      for (int depth : depths.isEmpty() ? List.of(shape.layers()) : depths) {
        for (int context : contexts.isEmpty() ? List.of(shape.context()) : contexts) {
          ModelShape sizes =
              shape
                  .withLayers(depth)
                  .withContext(context)
                  .withVocabulary(tokenizer.vocabularySize());
          for (Architecture architecture : architectures) {
            for (TrainingPlan plan : plans) {
              trials.add(
                  RunSpec.of(architecture, sizes, plan, tokenizer.name(), seed)
                      .withPrecision(precision));
            }
          }
        }
      }
    }
    return trials;
  }
}
