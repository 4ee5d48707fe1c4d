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
import org.entroscope.training.RunSummary;

/**
 * The folder of a sweep: {@code runs/}, a run folder for each experiment that is done; {@code
 * failures/}, a file for each that failed last time; {@code table.csv}; {@code invocations.json};
 * and on Spark {@code corpus/}, the token files.
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

  private static String run(Trial trial, String corpusHash) {
    return RUNS + "/" + trial.folder(corpusHash);
  }

  private static String failure(Trial trial, String corpusHash) {
    return FAILURES + "/" + trial.folder(corpusHash) + ".json";
  }

  boolean isDone(Trial trial, String corpusHash) throws IOException {
    return storage.exists(run(trial, corpusHash) + "/" + RECORD);
  }

  /** Keeps a result, and forgets earlier failures of the experiment. */
  void save(RunSummary summary) throws IOException {
    Trial trial = Trial.of(summary.record());
    String corpusHash = summary.record().corpusHash();
    storage.writeFolder(run(trial, corpusHash), summary.files());
    storage.delete(failure(trial, corpusHash));
  }

  void save(Failure failure, String corpusHash) throws IOException {
    storage.write(failure(failure.trial(), corpusHash), JSON.writeValueAsBytes(failure));
  }

  void forgetFailure(Trial trial, String corpusHash) throws IOException {
    storage.delete(failure(trial, corpusHash));
  }

  Optional<Failure> failureOf(Trial trial, String corpusHash) throws IOException {
    return readFailure(failure(trial, corpusHash));
  }

  private Optional<Failure> readFailure(String name) throws IOException {
    try {
      return Optional.of(JSON.readValue(storage.read(name), Failure.class));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** The result of an experiment that is done. */
  RunSummary result(Trial trial, String corpusHash) throws IOException {
    return read(run(trial, corpusHash));
  }

  /** Everything in the folder, by {@link Trial#folder}. */
  Map<String, SweepEntry> entries() throws IOException {
    Map<String, SweepEntry> entries = new LinkedHashMap<>();
    for (String run : storage.list(RUNS)) {
      entries.put(run, SweepEntry.of(read(RUNS + "/" + run)));
    }
    for (String file : storage.list(FAILURES)) {
      String name = file.substring(0, file.length() - ".json".length());
      readFailure(FAILURES + "/" + file)
          .ifPresent(
              failure -> entries.putIfAbsent(name, new SweepEntry(failure.trial(), null, failure)));
    }
    return entries;
  }

  private RunSummary read(String run) throws IOException {
    return RunSummary.read(storage.place() + "/" + run, name -> storage.read(run + "/" + name));
  }

  void saveTable(SweepResult result) throws IOException {
    storage.write(TABLE, result.csv().getBytes(StandardCharsets.UTF_8));
  }

  /** The invocations so far, oldest first. */
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
