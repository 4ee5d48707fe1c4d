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
 * What is to be trained, on what, and how. Immutable; each method gives a changed copy:
 *
 * <pre>{@code
 * var run = Experiment.of("SM + LN + G").on(Corpus.javaSources()).train();
 * }</pre>
 *
 * <p>Unless told otherwise: {@link ModelShape#laptop()}, {@link TrainingPlan#laptop()}, bytes as
 * tokens, seed 1337 (the paper's), the best device there is.
 */
public final class Experiment {

  private static final CheckpointRule EVERY_MINUTE = (step, seconds) -> seconds >= 60;

  private Architecture architecture;
  private String name;
  private Corpus corpus;
  private TokenizedCorpus tokenized;
  private Corpus heldOut;
  private Tokenizer tokenizer; // null: that of the model to start from, else bytes
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

  /** An experiment with an architecture in the paper's notation. */
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

  /** What to call it in legends and tables, instead of the architecture. */
  public Experiment named(String name) {
    return with(e -> e.name = name);
  }

  /** The training and evaluation data. */
  public Experiment on(Corpus corpus) {
    return with(
        e -> {
          e.corpus = corpus;
          e.tokenized = null;
          e.heldOut = null;
        });
  }

  /** All of one corpus to train on, and all of another to evaluate on. */
  public Experiment on(Corpus training, Corpus evaluation) {
    return on(training).with(e -> e.heldOut = evaluation);
  }

  /** Data that is tokenized already; brings its tokenizer. */
  public Experiment on(TokenizedCorpus tokenized) {
    return with(
        e -> {
          e.tokenized = tokenized;
          e.heldOut = null;
          e.tokenizer = tokenized.tokenizer();
        });
  }

  /** What makes tokens of the text; unless told, that of the model to start from, else bytes. */
  public Experiment tokenizer(Tokenizer tokenizer) {
    return with(
        e -> {
          e.tokenizer = tokenizer;
          e.tokenized = null;
        });
  }

  /** The sizes of the model; the vocabulary is always the tokenizer's. */
  public Experiment shape(ModelShape shape) {
    return with(e -> e.shape = shape);
  }

  public Experiment plan(TrainingPlan plan) {
    return with(e -> e.plan = plan);
  }

  /** Changes the number of steps only. */
  public Experiment steps(int steps) {
    return with(e -> e.plan = e.plan.withSteps(steps));
  }

  /** Fixes initial weights and the order of the data. */
  public Experiment seed(long seed) {
    return with(e -> e.seed = seed);
  }

  /** {@code Device.gpu()} or {@code Device.cpu()}; null takes the best there is. */
  public Experiment device(Device device) {
    return with(e -> e.device = device);
  }

  /**
   * How products with weights are computed: unless told, {@link Precision#usual} on the device. A
   * run says what is less exact than single precision.
   *
   * <p>In {@link Precision#FLOAT16} the loss is scaled by the rules of PyTorch's {@code
   * GradScaler}: by 65,536 at first, by half as much after a step whose loss or gradient is not
   * finite, by twice as much after 2,000 steps without one. Such a step is skipped: it takes a
   * batch and counts as a step, but changes nothing, and the learning rate's schedule waits. {@link
   * Run#skippedSteps()} counts them and names the place of the first. If the scale falls below
   * 2^-14, the run ends as diverged.
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
   * Records statistics of the heads beside their entropy: in the histories, the run folder, the
   * live picture and the figures.
   *
   * @throws IllegalArgumentException if two have the same name
   */
  public Experiment record(HeadStatistic... more) {
    return with(e -> e.statistics = HeadStatistic.together(e.statistics, more));
  }

  /** Adds a penalty to the loss, in the place of one with the same term. */
  public Experiment penalty(Regulariser regulariser) {
    return with(e -> e.architecture = e.architecture.with(regulariser));
  }

  /**
   * Shows every forward pass of the training to a hook, which may change activations. A hook that
   * does is part of what the training computes, and nothing of it is recorded.
   */
  public Experiment hook(Hook hook) {
    return with(e -> e.hook = e.hook == Hook.NONE ? hook : e.hook.and(hook));
  }

  /** Shows nothing while it trains. */
  public Experiment quietly() {
    return with(e -> e.quiet = true);
  }

  /**
   * Keeps the run in a folder, which {@link Run#load} reads at any time: its state every minute
   * while it is trained, and its end. Trained again, it goes on from there: after a crash, a {@code
   * kill -9}, a full disk or an interrupt; a finished one is read. The folder belongs to one
   * training at a time, and is made if it is missing.
   */
  public Experiment into(Path folder) {
    return with(e -> e.folder = Objects.requireNonNull(folder, "folder"));
  }

  /**
   * {@link #into(Path)} for notebooks.
   *
   * @throws IllegalArgumentException if it is a URI of one of Hadoop's file systems
   */
  public Experiment into(String folder) {
    return into(Storages.local(folder));
  }

  /** Keeps the training's state after every n-th step, instead of every minute. */
  public Experiment checkpointEvery(int steps) {
    if (steps < 1) {
      throw new IllegalArgumentException("checkpoints every " + steps + " steps: at least 1");
    }
    return with(e -> e.checkpoint = (step, seconds) -> step % steps == 0);
  }

  /** Keeps the training's state at the first step's end after so long, instead of every minute. */
  public Experiment checkpointEvery(Duration time) {
    double most = time.toNanos() / 1e9;
    if (most <= 0) {
      throw new IllegalArgumentException("checkpoints every " + most + " seconds: more than 0");
    }
    return with(e -> e.checkpoint = (step, seconds) -> seconds >= most);
  }

  /**
   * Starts from the weights of a model instead of random ones, wherever this experiment's model has
   * a parameter of that name: the way to fine-tune a model, also one rung down the ladder. Brings
   * the model's sizes and its tokenizer; a shorter context than the model's can be chosen after
   * this. Another tokenizer than the model's is refused when it is trained.
   */
  public Experiment from(Gpt model) {
    return with(
        e -> {
          e.start = model;
          e.shape = model.shape();
        });
  }

  /** Starts from the model of a run, or from one that was trained elsewhere. */
  public Experiment from(HasModel holder) {
    return from(holder.model());
  }

  /**
   * Trains. An interrupt of the thread ends the training after the step that is under way, and the
   * run holds what was done; so does a NaN or an infinity, and the run says where it first
   * appeared.
   *
   * @throws IllegalStateException if no corpus was given, or another training is using the folder
   *     to keep it in
   * @throws IllegalArgumentException if the model to start from has another tokenizer, or one that
   *     is not known and none was chosen; or the corpus holds less than one batch or nothing to
   *     evaluate on, or the folder to keep it in has the run of another training
   * @throws java.io.UncheckedIOException if the folder to keep it in cannot be used
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

  /** The tokenizer of the data. A model that goes on with other ids would learn another task. */
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

  /** The tokenizer's, or that of the model to start from, which may have some to spare. */
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
