package org.entroscope.training;

import ai.djl.Device;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.entroscope.corpus.Corpus;
import org.entroscope.engine.DeviceMemory;
import org.entroscope.runs.TrainingPlan;

/** Trains for a few steps on generated text to measure speed and memory. */
final class Calibration {

  /** The first steps allocate memory, compile kernels and warm up. */
  private static final int WARM_UP = 2;

  private static final int MOST_STEPS = 12;
  private static final double ENOUGH_SECONDS = 10;

  /** The cost of a forward pass as a share of a step. An evaluation consists of forward passes. */
  private static final double FORWARD = 1 / 3.0;

  /** The largest number of characters of generated text per token, for any tokenizer. */
  private static final int CHARACTERS_PER_TOKEN = 8;

  private Calibration() {}

  /**
   * Estimates the time and memory of a training from a few steps.
   *
   * @param experiment the experiment, without data
   * @param plan the plan of the training
   * @param context the number of tokens per example
   * @param stepsDone the number of steps that are already done
   * @throws IllegalStateException if the device has too little memory; the message says what to
   *     change
   */
  static TrainingEstimate of(
      Experiment experiment, String name, TrainingPlan plan, int context, int stepsDone) {
    Timer timer = new Timer();
    TrainingPlan trial =
        plan.with(
            p -> {
              p.steps = MOST_STEPS;
              p.accumulation = 1;
              p.learningRate = 0; // the text is noise
              p.entropyInterval = Integer.MAX_VALUE;
              p.evaluationInterval = 0;
              p.evaluationExamples = 1;
            });
    Corpus text = text((long) plan.batchSize() * context);
    Run run;
    try {
      run = experiment.on(text, text).plan(trial).quietly().callback(timer).train();
    } catch (RuntimeException e) {
      throw tooLarge(e) ? new IllegalStateException(advice(name, plan, context), e) : e;
    }
    run.model().close();
    return timer.estimate(name, plan, context, plan.steps() - stepsDone);
  }

  private static Corpus text(long tokens) {
    Random random = new Random(1);
    StringBuilder text = new StringBuilder();
    for (long i = 0; i < CHARACTERS_PER_TOKEN * tokens; i++) {
      text.append(random.nextInt(6) == 0 ? ' ' : (char) ('a' + random.nextInt(26)));
    }
    return Corpus.of(text.toString());
  }

  private static boolean tooLarge(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (String.valueOf(cause.getMessage()).contains("out of memory")) {
        return true;
      }
    }
    return false;
  }

  static String advice(String name, TrainingPlan plan, int context) {
    return "%s: a batch of %d x %d tokens is too large for the memory of the device. Half of it with"
            .formatted(name, plan.batchSize(), context)
        + " twice the accumulation trains with the same number of tokens per step: plan.with(p -> {"
        + " p.batchSize = %d; p.accumulation = %d; })"
            .formatted(Math.max(1, plan.batchSize() / 2), 2 * plan.accumulation());
  }

  /** Measures the time of the steps and ends the trial when it has enough steps. */
  private static final class Timer implements TrainingCallback {

    private final List<Long> times = new ArrayList<>();
    private Device device;
    private DeviceMemory memory;

    @Override
    public void onTrainBegin(TrainingState state) {
      device = state.model().device();
      DeviceMemory.reset(device);
    }

    @Override
    public void onStepEnd(TrainingState state) {
      times.add(System.nanoTime());
      memory = DeviceMemory.of(device);
      boolean enough =
          times.size() > WARM_UP
              && times.get(times.size() - 1) - times.get(0) > ENOUGH_SECONDS * 1e9;
      if (enough) {
        state.stop();
      }
    }

    TrainingEstimate estimate(String name, TrainingPlan plan, int context, int steps) {
      int from = Math.min(WARM_UP - 1, Math.max(0, times.size() - 2));
      int last = times.size() - 1;
      double perBatch = (times.get(last) - times.get(from)) / 1e9 / Math.max(1, last - from);
      long tokensPerBatch = (long) plan.batchSize() * context;
      int evaluations = plan.evaluationInterval() == 0 ? 1 : 1 + steps / plan.evaluationInterval();
      double evaluation =
          FORWARD * perBatch * Math.ceil((double) plan.evaluationExamples() / plan.batchSize());
      double seconds = (double) steps * plan.accumulation() * perBatch + evaluations * evaluation;
      return new TrainingEstimate(
          name,
          device.toString(),
          steps * plan.accumulation() * tokensPerBatch,
          tokensPerBatch / perBatch,
          steps == 0 ? 0 : seconds,
          memory.used(),
          memory.total());
    }
  }
}
