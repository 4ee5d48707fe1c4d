package org.entroscope.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.entroscope.engine.ArrayFiles;
import org.entroscope.engine.Autograd;
import org.entroscope.engine.IntraOpThreads;
import org.entroscope.engine.Scalar;
import org.entroscope.model.Capture;
import org.entroscope.model.Gpt;
import org.entroscope.model.HeadRecorder;
import org.entroscope.model.Hook;
import org.entroscope.model.ModelLock;
import org.entroscope.model.NextTokenLoss;
import org.entroscope.model.RecordedParameters;
import org.entroscope.model.Tokens;
import org.entroscope.model.Weights;
import org.entroscope.runs.RunFiles;
import org.entroscope.runs.RunStatus;
import org.entroscope.runs.RunSummary;
import org.entroscope.runs.TrainingPlan;
import org.entroscope.statistics.HeadHistory;
import org.entroscope.statistics.HeadStatistic;
import org.entroscope.statistics.HeadValues;
import org.entroscope.tokens.Batches;
import org.entroscope.tokens.Examples;
import tech.tablesaw.api.Table;

/** The training loop (Section 6). */
final class Trainer implements TrainingState {

  private final String name;
  private final Gpt gpt;
  private final TrainingPlan plan;
  private final Batches batches;
  private final Examples heldOut;
  private final List<TrainingCallback> callbacks;
  private final List<HeadStatistic> statistics;
  private final Hook hook;
  private final boolean regularised;
  private final AdamW optimiser;
  private final LossScaler scaler;
  private final Metrics metrics;

  private volatile Map<String, HeadHistory> histories = Map.of();
  private volatile RunStatus status = RunStatus.RUNNING;
  private volatile boolean stopped;
  private volatile int step;
  private volatile long begun;
  private volatile double loss = Double.NaN;
  private volatile double gradientNorm = Double.NaN;
  private volatile double learningRate = Double.NaN;
  private volatile Double evaluation;
  private volatile Map<String, HeadValues> newestValues = Map.of();
  private volatile double earlier;
  private String failure = "";

  /**
   * @param batches the training data
   * @param heldOut the examples of evaluations
   * @param statistics the statistics of the heads, entropy first
   * @param hook a hook on every forward pass of the training
   */
  Trainer(
      String name,
      Gpt gpt,
      TrainingPlan plan,
      Batches batches,
      Examples heldOut,
      List<HeadStatistic> statistics,
      Hook hook,
      List<TrainingCallback> callbacks) {
    this.name = name;
    this.gpt = gpt;
    this.plan = plan;
    this.batches = batches;
    this.heldOut = heldOut;
    this.statistics = List.copyOf(statistics);
    this.hook = hook;
    this.callbacks = callbacks;
    for (HeadStatistic statistic : statistics) {
      if (RecordedParameters.names(gpt).contains(statistic.name())) {
        throw new IllegalArgumentException(
            "the statistic '%s' has the name of a parameter that is recorded too; give it another"
                .formatted(statistic.name()));
      }
    }
    regularised = gpt.architecture().regularised();
    optimiser = new AdamW(gpt.manager(), ParameterGroups.of(gpt, plan), plan);
    scaler = LossScaler.of(gpt.precision());
    metrics = new Metrics(scaler.active());
  }

  /**
   * Restores the state of the training from a run.
   *
   * @return the run
   * @throws IllegalArgumentException if the run has other statistics than this training records
   */
  RunSummary restore(RunFiles files) throws IOException {
    RunSummary run = files.summary();
    boolean finished = run.status() == RunStatus.FINISHED;
    Set<String> recorded = run.histories().keySet();
    Set<String> wanted = new LinkedHashSet<>();
    statistics.forEach(statistic -> wanted.add(statistic.name()));
    wanted.addAll(RecordedParameters.names(gpt));
    if (!(finished ? recorded.containsAll(wanted) : recorded.equals(wanted))) {
      throw new IllegalArgumentException(
          "%s was recorded with the statistics %s, not with %s; record the same, or choose another folder with into(...)"
              .formatted(files, recorded, wanted));
    }
    Weights.load(gpt, files.path(RunFiles.MODEL));
    if (!finished) {
      ArrayFiles.read(files.path(RunFiles.OPTIMISER), optimiser.moments());
    }
    step = run.record().steps();
    earlier = run.record().seconds();
    metrics.restore(run.metrics());
    scaler.replay(metrics.skippedSteps());
    optimiser.resumeAfter(step - scaler.skipped());
    loss = metrics.newest("loss");
    gradientNorm = metrics.newest("gradientNorm");
    learningRate = metrics.newest("learningRate");
    histories = run.histories();
    evaluation = run.record().evaluationLoss();
    newestValues = run.newestValues();
    return run;
  }

  /**
   * Trains until the end of the plan, an interrupt, or the first number that is not finite. After
   * an interrupt it can be called again.
   *
   * @param afterStep called with the optimiser after every step, including a step that failed
   */
  void train(Consumer<AdamW> afterStep) {
    status = step < plan.steps() ? RunStatus.RUNNING : RunStatus.FINISHED;
    stopped = false;
    failure = "";
    begun = System.nanoTime();
    long lastBatch = (long) plan.steps() * plan.accumulation();
    try (ModelLock.Reservation reservation = gpt.reserve("training " + name);
        IntraOpThreads threads = StepThreads.of(gpt, plan);
        Prefetch data = Prefetch.of(gpt, batches, batchOfStep(0), lastBatch)) {
      tell(TrainingCallback::onTrainBegin);
      while (status == RunStatus.RUNNING) {
        makeStep(data);
        afterStep.accept(optimiser);
      }
    } finally {
      earlier = seconds();
      begun = 0;
      if (status != RunStatus.INTERRUPTED) {
        optimiser.close();
      }
      tell(TrainingCallback::onTrainEnd);
    }
  }

  /** Makes or skips one optimiser step, or ends the training if the step fails. */
  private void makeStep(Prefetch data) {
    boolean logs = step % plan.entropyInterval() == 0;
    // as in Hugging Face's Trainer, a skipped step does not move the schedule
    double rate = plan.learningRateAt(step - scaler.skipped());
    HeadRecorder recorder = logs ? new HeadRecorder(statistics) : null;
    StepNumbers.Read numbers = gradient(data, recorder);
    if (logs) {
      newestValues = withParameters(recorder.read(numbers.heads(), batches.context()));
      histories = extended(newestValues);
    }
    double scale = scaler.scale();
    String nonFinite = firstNonFinite(numbers);
    if (nonFinite.isEmpty()) {
      gradientNorm = numbers.gradientNorm() / scale;
      optimiser.step(rate, scale * Math.max(1, gradientNorm / plan.maxGradNorm()));
      scaler.made();
    } else if (scaler.skip()) {
      gradientNorm = Double.NaN;
      optimiser.skip();
    } else {
      diverged(nonFinite);
      return;
    }
    learningRate = rate;
    loss = numbers.loss();
    step++;
    Metrics.Scaling scaling = new Metrics.Scaling(scale, scaler.skipped(), nonFinite);
    metrics.add(step, rate, loss, numbers.penalty(), gradientNorm, seconds(), scaling);
    boolean last = step == plan.steps();
    if (last || plan.evaluationInterval() > 0 && step % plan.evaluationInterval() == 0) {
      evaluate();
    }
    if (last) {
      status = RunStatus.FINISHED;
    }
    tell(TrainingCallback::onStepEnd);
    if (logs) {
      tell(TrainingCallback::onLog);
    }
    // after the callbacks, which may have requested it
    if (!last && (stopped || Thread.interrupted())) {
      status = RunStatus.INTERRUPTED;
      failure = "interrupted after step " + step;
    }
  }

  /** Computes the gradient of a step without waiting for the device before its end. */
  private StepNumbers.Read gradient(Prefetch data, HeadRecorder recorder) {
    try (StepNumbers numbers = new StepNumbers(gpt.manager())) {
      for (int i = 0; i < plan.accumulation(); i++) {
        try (Prefetch.Batch batch = data.next()) {
          accumulate(batch.tokens(), i == 0 ? recorder : null, numbers);
        }
      }
      return numbers.read(optimiser);
    }
  }

  private long batchOfStep(int i) {
    return (long) step * plan.accumulation() + i;
  }

  /** Returns the statistics together with the learned parameters that are recorded. */
  private Map<String, HeadValues> withParameters(Map<String, HeadValues> statistics) {
    Map<String, HeadValues> all = new LinkedHashMap<>(statistics);
    all.putAll(RecordedParameters.of(gpt));
    return all;
  }

  private Map<String, HeadHistory> extended(Map<String, HeadValues> newest) {
    Map<String, HeadHistory> longer = new LinkedHashMap<>();
    newest.forEach(
        (name, values) ->
            longer.put(name, histories.getOrDefault(name, HeadHistory.empty()).add(step, values)));
    return longer;
  }

  /** Adds the gradient of one batch. */
  private void accumulate(NDArray batch, HeadRecorder recorder, StepNumbers numbers) {
    try (Autograd recording = Autograd.recording();
        NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      Capture penalised = gpt.penalties().capture();
      Hook all = regularised ? hook.and(penalised) : hook;
      NDArray logits = gpt.forward(batch, true, recorder == null ? all : all.and(recorder));
      NDArray crossEntropy = NextTokenLoss.of(logits, batch);
      NDArray penalty = gpt.penalties().of(penalised);
      if (recorder != null) {
        numbers.keepHeads(recorder.values());
      }
      numbers.keepLosses(crossEntropy, penalty);
      NDArray total = penalty == null ? crossEntropy : crossEntropy.add(penalty);
      // one division; with a scale of 1 it divides by the number of batches
      optimiser.addGradient(total.div(Scalar.of(total, plan.accumulation() / scaler.scale())));
    }
  }

  /** Returns where the first NaN or infinity of a step was; empty if all its numbers are finite. */
  private String firstNonFinite(StepNumbers.Read numbers) {
    for (int i = 0; i < plan.accumulation(); i++) {
      if (!numbers.isFinite(i)) {
        return firstNonFinite(i, FirstNonFinite::behindLoss);
      }
    }
    return Float.isFinite(numbers.gradientNorm())
        ? ""
        : firstNonFinite(
            0, (gpt, hook, batch) -> FirstNonFinite.behindGradient(gpt, optimiser, hook, batch));
  }

  private String firstNonFinite(int i, Search search) {
    try (NDManager manager = gpt.manager().newSubManager()) {
      int[] batch = batches.at(batchOfStep(i));
      return search.in(gpt, hook, Tokens.batch(gpt, manager, batch, plan.batchSize()));
    }
  }

  /** Searches for the first NaN or infinity that a batch causes. */
  private interface Search {
    String in(Gpt gpt, Hook hook, NDArray batch);
  }

  /** Ends the training before its weights are changed and records the reason. */
  private void diverged(String nonFinite) {
    String scaling =
        scaler.active()
            ? "%,d steps were skipped, and scaling the loss by %s does not help; "
                .formatted(scaler.skipped(), scaler.scale())
            : "";
    failure = "step %d: %sthe first NaN or infinity is %s".formatted(step + 1, scaling, nonFinite);
    status = RunStatus.DIVERGED;
  }

  private void evaluate() {
    Evaluation now = Evaluation.of(gpt, heldOut, plan.batchSize(), statistics, Hook.NONE);
    evaluation = now.loss();
    newestValues = step == plan.steps() ? withParameters(now.heads()) : newestValues;
    metrics.evaluated(now.loss());
    tell(TrainingCallback::onEvaluate);
  }

  private void tell(BiConsumer<TrainingCallback, TrainingState> what) {
    callbacks.forEach(callback -> what.accept(callback, this));
  }

  /**
   * Returns the values of the last evaluation at the end of training, otherwise of the newest
   * logged batch.
   */
  Map<String, HeadValues> newestValues() {
    return newestValues;
  }

  /** Returns whether there is an evaluation loss. */
  boolean isEvaluated() {
    return evaluation != null;
  }

  @Override
  public String reason() {
    return failure;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public TrainingPlan plan() {
    return plan;
  }

  @Override
  public int step() {
    return step;
  }

  @Override
  public double loss() {
    return loss;
  }

  @Override
  public double evaluationLoss() {
    return evaluation == null ? Double.NaN : evaluation;
  }

  @Override
  public double gradientNorm() {
    return gradientNorm;
  }

  @Override
  public int skippedSteps() {
    return scaler.skipped();
  }

  @Override
  public String overflow() {
    return metrics.newestOverflow();
  }

  @Override
  public double seconds() {
    return begun == 0 ? earlier : earlier + (System.nanoTime() - begun) / 1e9;
  }

  @Override
  public double tokensPerSecond() {
    return (double) step * plan.accumulation() * plan.batchSize() * batches.context() / seconds();
  }

  @Override
  public Map<String, HeadHistory> histories() {
    return histories;
  }

  @Override
  public double learningRate() {
    return learningRate;
  }

  @Override
  public int[] batch() {
    return step == 0 ? new int[0] : batches.at((long) (step - 1) * plan.accumulation());
  }

  @Override
  public Table metrics() {
    return metrics.table();
  }

  @Override
  public RunStatus status() {
    return status;
  }

  @Override
  public Gpt model() {
    return gpt;
  }

  @Override
  public void stop() {
    stopped = true;
  }
}
