package org.entroscope.sweep;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.entroscope.runs.RunSpec;
import org.entroscope.runs.RunSummary;
import org.entroscope.runs.Storage;

/**
 * The folder of a sweep. It contains {@code runs/} with a run folder for each completed experiment,
 * {@code failures/} with a file for each experiment whose last attempt failed, {@code table.csv},
 * {@code invocations.json}, and, on Spark, {@code corpus/} with the token files.
 */
final class SweepStore {

  private static final String RUNS = "runs";
  private static final String FAILURES = "failures";
  private static final String TABLE = "table.csv";
  private static final String INVOCATIONS = "invocations.json";
  private static final String RECORD = "run.json";

  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES);

  private final Storage storage;

  SweepStore(Storage storage) {
    this.storage = storage;
  }

  Storage storage() {
    return storage;
  }

  /** A readable and unique name: the architecture, the seed and the first digits of the hash. */
  static String name(RunSpec spec) {
    String readable =
        spec.architecture().replaceAll("\\s*\\+\\s*", "+").replaceAll("[^A-Za-z0-9.+]+", "_");
    return "%s-L%d-T%d-%d-%s"
        .formatted(
            readable,
            spec.shape().layers(),
            spec.shape().context(),
            spec.seed(),
            spec.hash().substring(0, 16));
  }

  private static String run(RunSpec spec) {
    return RUNS + "/" + name(spec);
  }

  private static String failure(RunSpec spec) {
    return FAILURES + "/" + name(spec) + ".json";
  }

  boolean isDone(RunSpec spec) throws IOException {
    return storage.exists(run(spec) + "/" + RECORD);
  }

  /** Saves a result and deletes the record of an earlier failure of the experiment. */
  void save(RunSummary summary) throws IOException {
    RunSpec spec = summary.record().spec();
    storage.writeFolder(run(spec), summary::writeCompact);
    storage.delete(failure(spec));
  }

  void save(Failure failure) throws IOException {
    storage.write(failure(failure.spec()), JSON.writeValueAsBytes(failure));
  }

  void forgetFailure(RunSpec spec) throws IOException {
    storage.delete(failure(spec));
  }

  Optional<Failure> failureOf(RunSpec spec) throws IOException {
    return readFailure(failure(spec));
  }

  private Optional<Failure> readFailure(String name) throws IOException {
    try {
      return Optional.of(JSON.readValue(storage.read(name), Failure.class));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** Returns the result of a completed experiment. */
  RunSummary result(RunSpec spec) throws IOException {
    return read(run(spec));
  }

  /** Returns all experiments in the folder, by {@link #name}. */
  Map<String, SweepEntry> entries() throws IOException {
    Map<String, SweepEntry> entries = new LinkedHashMap<>();
    for (String run : storage.list(RUNS)) {
      entries.put(run, SweepEntry.of(read(RUNS + "/" + run)));
    }
    for (String file : storage.list(FAILURES)) {
      String name = file.substring(0, file.length() - ".json".length());
      readFailure(FAILURES + "/" + file)
          .ifPresent(
              failure -> entries.putIfAbsent(name, new SweepEntry(failure.spec(), null, failure)));
    }
    return entries;
  }

  private RunSummary read(String run) throws IOException {
    return RunSummary.read(storage.place() + "/" + run, name -> storage.read(run + "/" + name));
  }

  void saveTable(SweepResult result) throws IOException {
    storage.write(TABLE, result.csv().getBytes(StandardCharsets.UTF_8));
  }

  /** Returns the invocations so far, oldest first. */
  List<SweepInvocation> invocations() throws IOException {
    try {
      return Arrays.asList(JSON.readValue(storage.read(INVOCATIONS), SweepInvocation[].class));
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }

  void add(SweepInvocation invocation) throws IOException {
    List<SweepInvocation> all = new ArrayList<>(invocations());
    all.add(invocation);
    storage.write(INVOCATIONS, JSON.writeValueAsBytes(all));
  }
}
