package org.entroscope.training;

import ai.djl.Device;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.entroscope.architecture.Architecture;
import org.entroscope.architecture.ModelShape;
import org.entroscope.architecture.Regulariser;
import org.entroscope.corpus.Corpus;
import org.entroscope.engine.Precision;
import org.entroscope.model.Gpt;
import org.entroscope.model.HasModel;
import org.entroscope.model.Hook;
import org.entroscope.model.Tokens;
import org.entroscope.model.Weights;
import org.entroscope.runs.RunSpec;
import org.entroscope.runs.Storages;
import org.entroscope.runs.TrainingPlan;
import org.entroscope.statistics.HeadStatistic;
import org.entroscope.tokens.Batches;
import org.entroscope.tokens.Examples;
import org.entroscope.tokens.NgramCache;
import org.entroscope.tokens.NgramPerplexities;
import org.entroscope.tokens.TokenSplit;
import org.entroscope.tokens.TokenizedCorpus;
import org.entroscope.tokens.Tokenizer;
import org.entroscope.training.ResumableTraining.CheckpointRule;

/**
 * Describes a training: the architecture, the data and the settings. An experiment is immutable;
 * each method returns a changed copy:
 *
 * <pre>{@code
 * var run = Experiment.of("SM + LN + G").on(Corpus.javaSources()).train();
 * }</pre>
 *
 * <p>The defaults are {@link ModelShape#laptop()}, {@link TrainingPlan#laptop()}, bytes as tokens,
 * the paper's seed 1337, and the best device available.
 */
public final class Experiment {

  private static final CheckpointRule EVERY_MINUTE = (step, seconds) -> seconds >= 60;

  private Architecture architecture;
  private String name;
  private Corpus corpus;
  private TokenizedCorpus tokenized;
  private Corpus heldOut;
  private Tokenizer tokenizer; // null: the tokenizer of the model to start from, or bytes
  private ModelShape shape = ModelShape.laptop();
  private TrainingPlan plan = TrainingPlan.laptop();
  private long seed = 1337;
  private Device device;
  private List<TrainingCallback> callbacks = List.of();
  private List<HeadStatistic> statistics = List.of(HeadStatistic.entropy());
  private Hook hook = Hook.NONE;
  private boolean quiet;
  private Path folder;
  private CheckpointRule checkpoint;
  private Gpt start;
  private Precision precision;

  private Experiment() {}

  /** Creates an experiment with an architecture in the paper's notation. */
  public static Experiment of(String architecture) {
    return of(Architecture.of(architecture));
  }

  public static Experiment of(Architecture architecture) {
    Experiment experiment = new Experiment();
    experiment.architecture = Objects.requireNonNull(architecture, "architecture");
    return experiment;
  }

  private Experiment with(Consumer<Experiment> change) {
    Experiment copy = of(architecture);
    copy.name = name;
    copy.corpus = corpus;
    copy.tokenized = tokenized;
    copy.heldOut = heldOut;
    copy.tokenizer = tokenizer;
    copy.shape = shape;
    copy.plan = plan;
    copy.seed = seed;
    copy.device = device;
    copy.callbacks = callbacks;
    copy.statistics = statistics;
    copy.hook = hook;
    copy.quiet = quiet;
    copy.folder = folder;
    copy.checkpoint = checkpoint;
    copy.start = start;
    copy.precision = precision;
    change.accept(copy);
    return copy;
  }

  /** Sets the name for legends and tables; the default is the architecture. */
  public Experiment named(String name) {
    return with(e -> e.name = name);
  }

  /** Sets the training and evaluation data, which are split by file. */
  public Experiment on(Corpus corpus) {
    return with(
        e -> {
          e.corpus = corpus;
          e.tokenized = null;
          e.heldOut = null;
        });
  }

  /** Sets one corpus as the training data and another one as the evaluation data. */
  public Experiment on(Corpus training, Corpus evaluation) {
    return on(training).with(e -> e.heldOut = evaluation);
  }

  /** Sets data that is already tokenized, together with its tokenizer. */
  public Experiment on(TokenizedCorpus tokenized) {
    return with(
        e -> {
          e.tokenized = tokenized;
          e.heldOut = null;
          e.tokenizer = tokenized.tokenizer();
        });
  }

  /**
   * Sets the tokenizer. The default is the tokenizer of the model to start from, or bytes if there
   * is no such model.
   */
  public Experiment tokenizer(Tokenizer tokenizer) {
    return with(
        e -> {
          e.tokenizer = tokenizer;
          e.tokenized = null;
        });
  }

  /** Sets the sizes of the model. The vocabulary size always comes from the tokenizer. */
  public Experiment shape(ModelShape shape) {
    return with(e -> e.shape = shape);
  }

  public Experiment plan(TrainingPlan plan) {
    return with(e -> e.plan = plan);
  }

  /** Changes only the number of steps of the plan. */
  public Experiment steps(int steps) {
    return with(e -> e.plan = e.plan.withSteps(steps));
  }

  /** Sets the seed of the initial weights and the order of the data. */
  public Experiment seed(long seed) {
    return with(e -> e.seed = seed);
  }

  /**
   * Sets the device, {@code Device.gpu()} or {@code Device.cpu()}; null chooses the best one
   * available.
   */
  public Experiment device(Device device) {
    return with(e -> e.device = device);
  }

  /**
   * Sets the precision of products with weights; the default is {@link Precision#usual} of the
   * device. A run reports a precision that is lower than single precision.
   *
   * <p>In {@link Precision#FLOAT16} the loss is scaled by the rules of PyTorch's {@code
   * GradScaler}. The scale is 65,536 at first. It is halved after a step whose loss or gradient is
   * not finite, and doubled after 2,000 steps without such a step. A step that is not finite is
   * skipped: it uses a batch and counts as a step, but it does not change the model or advance the
   * learning-rate schedule. {@link Run#skippedSteps()} counts these steps and says where the first
   * overflow was. If the scale falls below 2^-14, the run ends as diverged.
   */
  public Experiment precision(Precision precision) {
    return with(e -> e.precision = Objects.requireNonNull(precision, "precision"));
  }

  /** Adds a callback. */
  public Experiment callback(TrainingCallback callback) {
    return with(
        e -> {
          e.callbacks = new ArrayList<>(e.callbacks);
          e.callbacks.add(callback);
        });
  }

  /**
   * Records statistics of the heads in addition to their entropy. They appear in the histories, the
   * run folder, the live display and the figures.
   *
   * @throws IllegalArgumentException if two statistics have the same name
   */
  public Experiment record(HeadStatistic... more) {
    return with(e -> e.statistics = HeadStatistic.together(e.statistics, more));
  }

  /** Adds a penalty to the loss. It replaces a penalty with the same term. */
  public Experiment penalty(Regulariser regulariser) {
    return with(e -> e.architecture = e.architecture.with(regulariser));
  }

  /**
   * Adds a hook to every forward pass of the training. The hook may change activations and
   * therefore the result of the training. It is not recorded in the run.
   */
  public Experiment hook(Hook hook) {
    return with(e -> e.hook = e.hook == Hook.NONE ? hook : e.hook.and(hook));
  }

  /** Trains without a progress display. */
  public Experiment quietly() {
    return with(e -> e.quiet = true);
  }

  /**
   * Keeps the run in a folder: a checkpoint every minute during training, and the final state.
   * {@link Run#load} can read it at any time. If the experiment is trained again, it continues from
   * the last checkpoint, for example after a crash, a {@code kill -9}, a full disk or an interrupt;
   * a finished run is only read. Only one training at a time can use the folder. The folder is
   * created if it is missing.
   */
  public Experiment into(Path folder) {
    return with(e -> e.folder = Objects.requireNonNull(folder, "folder"));
  }

  /**
   * Keeps the run in a folder whose path is a text; see {@link #into(Path)}.
   *
   * @throws IllegalArgumentException if it is a URI of one of Hadoop's file systems
   */
  public Experiment into(String folder) {
    return into(Storages.local(folder));
  }

  /** Writes a checkpoint after every n-th step instead of every minute. */
  public Experiment checkpointEvery(int steps) {
    if (steps < 1) {
      throw new IllegalArgumentException("checkpointEvery needs at least 1 step, not " + steps);
    }
    return with(e -> e.checkpoint = (step, seconds) -> step % steps == 0);
  }

  /**
   * Writes a checkpoint at the end of the first step after the given time, instead of every minute.
   */
  public Experiment checkpointEvery(Duration time) {
    double most = time.toNanos() / 1e9;
    if (most <= 0) {
      throw new IllegalArgumentException("checkpointEvery needs more than 0 seconds, not " + most);
    }
    return with(e -> e.checkpoint = (step, seconds) -> seconds >= most);
  }

  /**
   * Starts from the weights of a model instead of random weights, wherever this experiment's model
   * has a parameter of the same name. Use it to fine-tune a model, also with a simpler
   * architecture. It also sets the sizes and the tokenizer of the model; a shorter context can be
   * chosen afterwards. {@link #train} rejects another tokenizer than the model's.
   */
  public Experiment from(Gpt model) {
    return with(
        e -> {
          e.start = model;
          e.shape = model.shape();
        });
  }

  /** Starts from the model of a run, or from a model of another library. */
  public Experiment from(HasModel holder) {
    return from(holder.model());
  }

  /**
   * Trains the model. If the thread is interrupted, training ends after the current step, and the
   * run contains the state so far. A NaN or an infinity also ends the training, and the run says
   * where it first appeared.
   *
   * @throws IllegalStateException if no corpus was given, or another training uses the folder of
   *     the run
   * @throws IllegalArgumentException if the model to start from has another tokenizer, or if its
   *     tokenizer is not known and none was chosen; if the corpus has less than one batch or no
   *     evaluation data; or if the folder of the run contains the run of another training
   * @throws java.io.UncheckedIOException if the folder of the run cannot be used
   */
  public Run train() {
    if (tokenized == null && corpus == null) {
      throw new IllegalStateException(
          "nothing to train on: choose a corpus with on(...), Corpus.javaSources() for example");
    }
    if (checkpoint != null && folder == null) {
      throw new IllegalStateException(
          "checkpointEvery(...) needs a folder to keep the run in: choose it with into(...)");
    }
    Tokenizer encoder = encoder();
    ModelShape sizes = shape.withVocabulary(vocabulary(encoder));
    TokenizedCorpus data = tokenized == null ? corpus.tokenize(encoder) : tokenized;
    TokenSplit training = heldOut == null ? data.training() : data.whole();
    TokenSplit evaluation = heldOut == null ? data.evaluation() : heldOut.tokenize(encoder).whole();
    Examples trained = training.examples(sizes.context());
    Batches batches = trained.batches(plan.batchSize(), seed);
    Examples examples =
        evaluation.examples(sizes.context()).required().spread(plan.evaluationExamples());
    List<TrainingCallback> all = new ArrayList<>(callbacks);
    if (!quiet) {
      all.add(0, TrainingDisplay.current.get());
    }
    String title = name == null ? architecture.toString() : name;
    Gpt gpt = Gpt.create(architecture, sizes, seed, device);
    try {
      if (precision != null) {
        gpt.precision(precision);
      }
      gpt.tokenizer(encoder);
      String origin = start == null ? "" : Weights.transplant(start, gpt);
      Trainer trainer = new Trainer(title, gpt, plan, batches, examples, statistics, hook, all);
      String hash = heldOut == null ? data.hash() : data.hash() + "," + heldOut.hash();
      RunSpec spec =
          RunSpec.of(architecture, sizes, plan, encoder.name(), seed)
              .withCorpus(hash)
              .withPrecision(gpt.precision())
              .withStart(origin);
      CheckpointRule rule = checkpoint == null ? EVERY_MINUTE : checkpoint;
      Supplier<NgramPerplexities> ngrams =
          () -> NgramCache.of(hash, encoder.name(), trained, examples, sizes.vocabulary());
      return new ResumableTraining(spec, data.name(), trainer, ngrams, folder, rule).train();
    } catch (RuntimeException | Error e) {
      gpt.close();
      throw e;
    }
  }

  /**
   * Estimates the time and memory of the training from a few steps on generated text on its device,
   * which takes seconds. The corpus is not read: only the tokenizer is downloaded.
   *
   * @throws IllegalStateException if a batch is too large for the device's memory; the message says
   *     what to change
   */
  public TrainingEstimate estimate() {
    return estimate(0);
  }

  /** Estimates the rest of the training after some steps are done; see {@link #estimate()}. */
  public TrainingEstimate estimate(int stepsDone) {
    Tokenizer encoder = encoder();
    Experiment trial =
        with(
            e -> {
              e.tokenizer = encoder;
              e.callbacks = List.of();
              e.folder = null;
              e.checkpoint = null;
            });
    String title = name == null ? architecture.toString() : name;
    return Calibration.of(trial, title, plan, shape.context(), stepsDone);
  }

  /**
   * Returns the tokenizer of the data. A model that continues with other ids would learn another
   * task.
   */
  private Tokenizer encoder() {
    if (start == null) {
      return tokenizer == null ? Tokenizer.bytes() : tokenizer;
    }
    if (!start.readsText()) {
      if (tokenizer == null) {
        throw new IllegalArgumentException(
            "the tokenizer of the model to start from is not known; choose it with tokenizer(...)");
      }
      return tokenizer;
    }
    Tokenizer its = start.tokenizer();
    if (tokenizer != null && !tokenizer.name().equals(its.name())) {
      throw new IllegalArgumentException(
          "the model to start from was trained with the tokenizer %s, but the data has %s, whose ids"
                  .formatted(its.name(), tokenizer.name())
              + " mean other tokens; if that is intended, call tokenizer(...) of the model first");
    }
    return its;
  }

  /**
   * Returns the vocabulary size of the tokenizer or of the model to start from, which may be
   * larger.
   */
  private int vocabulary(Tokenizer encoder) {
    if (start == null) {
      return encoder.vocabularySize();
    }
    Tokens.checkFit(encoder, start.shape().vocabulary());
    return start.shape().vocabulary();
  }

  @Override
  public String toString() {
    return "Experiment %s, %s, %,d steps, seed %d"
        .formatted(architecture, shape, plan.steps(), seed);
  }
}
