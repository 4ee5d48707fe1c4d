package org.entroscope.runs;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.entroscope.architecture.Architecture;
import org.entroscope.files.Reason;
import org.entroscope.files.Sha256;
import org.entroscope.statistics.HeadHistories;
import org.entroscope.statistics.HeadHistory;
import org.entroscope.statistics.HeadQuantity;
import org.entroscope.statistics.HeadValues;
import tech.tablesaw.api.Table;

/**
 * Reads the files of a run that has ended, or of a checkpoint of a run that is being trained.
 * run.json contains the SHA-256 of the other files, and its seal contains the SHA-256 of run.json.
 */
public final class RunFiles {

  /** The file of the model's weights and buffers; missing if the run was recorded without them. */
  public static final String MODEL = "model.safetensors";

  /** The file of AdamW's moments; present only if training can continue. */
  public static final String OPTIMISER = "optimiser.safetensors";

  /** The file of the tokenizer; missing if its name identifies a built-in one. */
  public static final String TOKENIZER = "tokenizer.json";

  static final String RECORD = "run.json";
  static final String METRICS = "metrics.csv";
  static final String HISTORY = "heads.csv";
  static final String FINAL = "heads-final.csv";

  /** The ending of tables that a compact run folder keeps compressed. */
  static final String COMPRESSED = ".gz";

  /** The files that a run may have besides run.json and its seal. */
  static final Set<String> NAMES =
      Set.of(
          METRICS,
          METRICS + COMPRESSED,
          HISTORY,
          HISTORY + COMPRESSED,
          FINAL,
          MODEL,
          OPTIMISER,
          TOKENIZER);

  private static final int FORMAT = 2;

  private static final Set<String> COUNTS = Set.of("step", "layer", "head", SkippedSteps.COUNT);
  private static final List<String> METRICS_COLUMNS =
      List.of(
          "step", "learningRate", "loss", "penalty", "gradientNorm", "evaluationLoss", "seconds");
  private static final List<String> HEAD_COLUMNS = List.of("step", "layer", "head");

  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES);

  private final String place;
  private final Source source;
  private final Path folder;
  private final boolean running;
  private Manifest manifest;

  private RunFiles(String place, Source source, Path folder, boolean running) {
    this.place = place;
    this.source = source;
    this.folder = folder;
    this.running = running;
  }

  /**
   * Creates a reader of files from any source.
   *
   * @param place the location of the files, for messages
   */
  RunFiles(String place, Source source) {
    this(place, source, null, false);
  }

  /**
   * Creates a reader of files on this machine.
   *
   * @param running whether the run is being trained now
   */
  RunFiles(Path folder, boolean running) {
    this(
        folder.toString(),
        name -> Files.readAllBytes(RunReplacement.current(folder, name)),
        folder,
        running);
  }

  /** Computes a result from a run's files. */
  @FunctionalInterface
  public interface Reader<T> {
    T read(RunFiles files) throws IOException;
  }

  /** Reads the newest state in a run folder on this machine. */
  public static <T> T newest(Path folder, Reader<T> reader) throws IOException {
    while (true) {
      List<RunFiles> all = RunFolder.newestFirst(folder);
      RunFiles newest = all.isEmpty() ? new RunFiles(folder, false) : all.get(0);
      try {
        return reader.read(newest);
      } catch (IOException e) {
        if (newest.folder.equals(folder) || Files.exists(newest.folder)) {
          throw e;
        } // otherwise a training process has replaced it with a newer state meanwhile
      }
    }
  }

  /** A source of files. */
  @FunctionalInterface
  public interface Source {

    /**
     * Returns the content of a file.
     *
     * @throws NoSuchFileException if there is no file of that name
     */
    byte[] read(String name) throws IOException;
  }

  /** The content of run.json. */
  record Manifest(int format, RunRecord run, List<HeadQuantity> heads, Map<String, String> files) {

    Manifest {
      if (run == null || heads == null || files == null) {
        throw new IllegalArgumentException("it lacks settings of the run, its heads or its files");
      }
    }
  }

  /**
   * Returns the text of run.json.
   *
   * @param heads the recorded statistics of the heads
   * @param files the SHA-256 of the other files by name
   */
  static byte[] manifest(RunRecord run, List<HeadQuantity> heads, Map<String, String> files)
      throws IOException {
    return JSON.writeValueAsBytes(new Manifest(FORMAT, run, heads, files));
  }

  private Manifest manifest() throws IOException {
    if (manifest == null) {
      byte[] content = bytes(RECORD);
      Seal.verify(place, RECORD, content, bytes(Seal.name(RECORD)));
      try {
        Manifest read = JSON.treeToValue(complete(JSON.readTree(content)), Manifest.class);
        if (read == null || read.format != FORMAT) {
          throw new IOException(
              "%s is not of format %d, which this version reads".formatted(name(RECORD), FORMAT));
        }
        Architecture.of(read.run.spec().architecture());
        manifest = read;
      } catch (JacksonException | IllegalArgumentException e) {
        throw damaged(RECORD, e);
      }
    }
    return manifest;
  }

  /**
   * Adds unknown n-gram perplexities to a manifest of an older version, which did not record them.
   */
  private static JsonNode complete(JsonNode manifest) {
    if (manifest.path("run") instanceof ObjectNode run && !run.has("ngrams")) {
      run.putNull("ngrams");
    }
    return manifest;
  }

  /**
   * Returns the settings and the outcome. A run that is recorded as running but is not being
   * trained counts as interrupted.
   */
  public RunRecord run() throws IOException {
    RunRecord run = manifest().run;
    return run.status() == RunStatus.RUNNING && !running ? run.interrupted() : run;
  }

  /** Returns whether the run has a file of that name according to run.json. */
  public boolean lists(String name) throws IOException {
    return manifest().files.containsKey(name);
  }

  /** Returns whether there is a complete run.json. */
  boolean isReadable() {
    try {
      return manifest() != null;
    } catch (IOException e) {
      return false;
    }
  }

  /** Returns the path of a file if the run is on this machine. */
  public Path path(String name) {
    return RunReplacement.current(folder, name);
  }

  Path folder() {
    return folder;
  }

  /** Returns whether there is a run. */
  boolean exists() {
    return Files.exists(path(RECORD));
  }

  /**
   * Compares all files with their checksums; the run must be on this machine.
   *
   * @throws IOException if a file is missing or damaged; the message names it
   */
  public void check() throws IOException {
    for (String name : manifest().files.keySet()) {
      String checksum;
      try {
        checksum = Sha256.of(path(name));
      } catch (IOException e) {
        throw cannotRead(name, e);
      }
      verify(name, checksum);
    }
  }

  /**
   * Reads everything except the model.
   *
   * @throws IOException if a file cannot be read or is damaged; the message names it
   */
  public RunSummary summary() throws IOException {
    RunRecord run = run();
    Map<String, HeadHistory> histories = Map.of();
    Map<String, HeadValues> newest = Map.of();
    Table metrics = table(METRICS, SkippedSteps.columns(METRICS_COLUMNS, run.spec()));
    if (lists(stored(HISTORY))) {
      histories = histories(HISTORY);
      newest = HeadHistories.last(histories(FINAL));
    }
    return new RunSummary(run, metrics, histories, newest);
  }

  private Map<String, HeadHistory> histories(String name) throws IOException {
    List<HeadQuantity> heads = manifest().heads;
    List<String> columns = new ArrayList<>(HEAD_COLUMNS);
    heads.forEach(quantity -> columns.add(quantity.name()));
    Table table = table(name, columns);
    try {
      if (table.isEmpty()) {
        throw new IllegalArgumentException("it holds no values");
      }
      return HeadHistories.fromTable(table, heads, manifest().run.spec().shape().context());
    } catch (RuntimeException e) {
      throw damaged(name, e);
    }
  }

  private Table table(String table, List<String> columns) throws IOException {
    String name = stored(table);
    byte[] content = bytes(name);
    verify(name, Sha256.of(content));
    try {
      byte[] csv = name.equals(table) ? content : decompressed(content);
      return CompactCsv.read(name, csv, columns, COUNTS);
    } catch (IOException | RuntimeException e) {
      throw damaged(name, e);
    }
  }

  /** Returns the name of a table's file, which may be compressed. */
  private String stored(String table) throws IOException {
    return lists(table + COMPRESSED) ? table + COMPRESSED : table;
  }

  private static byte[] decompressed(byte[] content) throws IOException {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(content))) {
      return in.readAllBytes();
    }
  }

  private void verify(String name, String checksum) throws IOException {
    if (!checksum.equals(manifest().files.get(name))) {
      throw new IOException(name(name) + " is damaged: its SHA-256 is not the one in " + RECORD);
    }
  }

  private byte[] bytes(String name) throws IOException {
    try {
      return source.read(name);
    } catch (IOException e) {
      throw cannotRead(name, e);
    }
  }

  private IOException cannotRead(String name, IOException cause) {
    return cause instanceof NoSuchFileException
        ? new NoSuchFileException(name(name), null, "a run folder needs this file")
        : Reason.cannotRead(name(name), cause);
  }

  private IOException damaged(String name, Exception cause) {
    return new IOException(name(name) + " is damaged: " + Reason.of(cause), cause);
  }

  private String name(String file) {
    return place + "/" + file;
  }

  @Override
  public String toString() {
    return place;
  }
}
