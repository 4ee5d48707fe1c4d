package org.entroscope.sweep;

import ai.djl.Device;
import java.io.IOException;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.VoidFunction;
import org.entroscope.engine.IntraOpThreads;
import org.entroscope.runs.RunSpec;
import org.entroscope.runs.RunSummary;

/**
 * The task that trains an experiment on an executor. Spark sends it there with its setup as text.
 */
final class TrialTask implements VoidFunction<Iterator<String>> {

  private static final long serialVersionUID = 1;

  private final String setup;

  /**
   * @param setup an {@link ExecutorSetup} in JSON format
   */
  TrialTask(String setup) {
    this.setup = setup;
  }

  @Override
  public void call(Iterator<String> trials) throws IOException {
    while (trials.hasNext()) {
      train(RunSpec.fromJson(trials.next()));
    }
  }

  private void train(RunSpec trial) throws IOException {
    ExecutorSetup known = ExecutorSetup.fromJson(setup);
    SweepStore store = known.store();
    if (store.isDone(trial)) {
      return; // trained by a task whose executor was lost before it could report the result
    }
    TaskContext task = TaskContext.get();
    Optional<RunSummary> run;
    try (IntraOpThreads limit = IntraOpThreads.limit(task.cpus())) {
      run =
          TrialTraining.train(
              trial,
              HeadRecording.fromTexts(known.statistics()),
              known.data(store.storage()),
              device(task),
              count -> {},
              task::isInterrupted);
    } catch (OutOfMemoryError e) {
      // such an error would end the executor, and in local mode also the driver
      Failure failure = Failure.of(trial, e);
      store.save(failure);
      throw new IllegalStateException(failure.cause());
    } catch (RuntimeException | IOException | Error e) {
      if (!task.isInterrupted()) {
        store.save(Failure.of(trial, e));
      }
      throw e;
    }
    if (run.isEmpty()) {
      throw new CancellationException("the sweep was interrupted");
    }
    store.save(run.get());
  }

  /** Returns the GPU that Spark assigned to the task, or null for the best available device. */
  private static Device device(TaskContext task) {
    var gpu = task.resourcesJMap().get("gpu");
    return gpu == null || gpu.addresses().length == 0
        ? null
        : Device.gpu(Integer.parseInt(gpu.addresses()[0]));
  }
}
