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
 * A grid of experiments: every combination of architectures, sizes, plans and seeds. Immutable.
 *
 * @param architectures the architectures to train
 * @param shape the sizes of the models; {@code depths} and {@code contexts} replace L and T
 * @param depths values of L, the number of layers; empty for the value of the shape
 * @param contexts values of T, the context length; empty for the value of the shape
 * @param plans the training plans
 * @param seeds the seeds of weights and data, one experiment for each
 * @param precision the precision of matrix products with weights; single precision by default
 */
public record Grid(
    List<Architecture> architectures,
    ModelShape shape,
    List<Integer> depths,
    List<Integer> contexts,
    List<TrainingPlan> plans,
    List<Long> seeds,
    Precision precision) {

  /** The first seed of {@link #seeds(int)}, which is the paper's seed. */
  public static final long FIRST_SEED = 1337;

  /** Refuses a grid without experiments. */
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
      throw new IllegalArgumentException("a sweep needs a non-empty list of " + name);
    }
    return List.copyOf(values);
  }

  /** Creates a grid of architectures with the laptop shape and plan and one seed. */
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

  /** Creates the same grid from architectures in the paper's notation. */
  public static Grid of(String... architectures) {
    return of(Arrays.stream(architectures).map(Architecture::of).toArray(Architecture[]::new));
  }

  public Grid shape(ModelShape shape) {
    return new Grid(architectures, shape, depths, contexts, plans, seeds, precision);
  }

  /** Sets the numbers of layers, one experiment for each. */
  public Grid depths(int... depths) {
    List<Integer> all = Arrays.stream(depths).boxed().toList();
    return new Grid(architectures, shape, all, contexts, plans, seeds, precision);
  }

  /** Sets the context lengths in tokens, one experiment for each. */
  public Grid contexts(int... contexts) {
    List<Integer> all = Arrays.stream(contexts).boxed().toList();
    return new Grid(architectures, shape, depths, all, plans, seeds, precision);
  }

  /** Sets the training plans, one experiment for each. */
  public Grid plans(TrainingPlan... plans) {
    return new Grid(architectures, shape, depths, contexts, List.of(plans), seeds, precision);
  }

  /** Sets the number of seeds. The seeds are 1337, 1338, ... */
  public Grid seeds(int count) {
    return seeds(LongStream.range(FIRST_SEED, FIRST_SEED + count).toArray());
  }

  /** Sets the seeds, one experiment for each. */
  public Grid seeds(long... seeds) {
    List<Long> all = Arrays.stream(seeds).boxed().toList();
    return new Grid(architectures, shape, depths, contexts, plans, all, precision);
  }

  /**
   * Keeps the first seeds only.
   *
   * @throws IllegalArgumentException if the number is not positive
   */
  public Grid firstSeeds(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("a sweep needs at least one seed, not " + count);
    }
    return seeds(seeds.stream().limit(count).mapToLong(Long::longValue).toArray());
  }

  /** Sets the precision of matrix products with weights, for all experiments. */
  public Grid precision(Precision precision) {
    return new Grid(architectures, shape, depths, contexts, plans, seeds, precision);
  }

  /** Adds an offset to every seed. */
  public Grid seedOffset(long offset) {
    return seeds(seeds.stream().mapToLong(seed -> seed + offset).toArray());
  }

  /**
   * Returns every combination. Seeds change slowest, so that all architectures get early results.
   */
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
