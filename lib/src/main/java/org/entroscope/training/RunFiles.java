package org.entroscope.training;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.entroscope.architecture.Architecture;
import org.entroscope.files.Reason;
import org.entroscope.files.Sha256;
import org.entroscope.runs.RunRecord;
import org.entroscope.runs.RunSpec;
import org.entroscope.runs.SkippedSteps;
import org.entroscope.statistics.HeadHistories;
import org.entroscope.statistics.HeadHistory;
import org.entroscope.statistics.HeadQuantity;
import org.entroscope.statistics.HeadValues;
import tech.tablesaw.api.Table;

/**
 * The files of a run folder but for the weights; run.json knows the others' SHA-256, and its seal
 * its own.
 */
final class RunFiles {

  static final String RECORD = "run.json";
  static final String METRICS = "metrics.csv";
  static final String HISTORY = "heads.csv";
  static final String FINAL = "heads-final.csv";
  static final String MODEL = "model.safetensors";

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

  /**
   * Files to be read.
   *
   * @param place where they are, for messages
   */
  RunFiles(String place, Source source) {
    this.place = place;
    this.source = source;
  }

  /** Where files come from. */
  interface Source {

    /**
     * The content of a file.
     *
     * @throws NoSuchFileException if there is none of that name
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
   * The text of run.json.
   *
   * @param heads which statistics of the heads were recorded
   * @param files SHA-256 of the other files by name
   */
  static byte[] manifest(RunRecord run, List<HeadQuantity> heads, Map<String, String> files)
      throws IOException {
    return JSON.writeValueAsBytes(new Manifest(FORMAT, run, heads, files));
  }

  Manifest manifest() throws IOException {
    byte[] content = bytes(RECORD);
    Seal.verify(place, RECORD, content, bytes(Seal.name(RECORD)));
    try {
      Manifest manifest = JSON.readValue(content, Manifest.class);
      if (manifest == null || manifest.format != FORMAT) {
        throw new IOException(
            "%s is not of format %d, which this version reads".formatted(path(RECORD), FORMAT));
      }
      Architecture.of(manifest.run.spec().architecture());
      return manifest;
    } catch (JacksonException | IllegalArgumentException e) {
      throw damaged(RECORD, e);
    }
  }

  Table metrics(Manifest manifest) throws IOException {
    return table(manifest, METRICS, metricsColumns(manifest.run.spec()));
  }

  /** The histories of a file, of T as the run has it. */
  Map<String, HeadHistory> histories(Manifest manifest, String name) throws IOException {
    Table table = table(manifest, name, columns(manifest.heads));
    try {
      return HeadHistories.fromTable(table, manifest.heads, manifest.run.spec().shape().context());
    } catch (RuntimeException e) {
      throw damaged(name, e);
    }
  }

  private static List<String> columns(List<HeadQuantity> heads) {
    List<String> columns = new ArrayList<>(HEAD_COLUMNS);
    heads.forEach(quantity -> columns.add(quantity.name()));
    return columns;
  }

  private static List<String> metricsColumns(RunSpec spec) {
    return SkippedSteps.columns(METRICS_COLUMNS, spec);
  }

  /** The metrics of a file's content. */
  static Table metrics(byte[] content, RunSpec spec) {
    return CompactCsv.read(METRICS, content, metricsColumns(spec), COUNTS);
  }

  /** The histories of a file's content, of T as the run has it. */
  static Map<String, HeadHistory> histories(byte[] content, List<HeadQuantity> heads, int context) {
    Table table = CompactCsv.read(HISTORY, content, columns(heads), COUNTS);
    return HeadHistories.fromTable(table, heads, context);
  }

  /** The values of a file that holds those of one step. */
  Map<String, HeadValues> values(Manifest manifest, String name) throws IOException {
    Map<String, HeadHistory> histories = histories(manifest, name);
    if (histories.values().stream().anyMatch(HeadHistory::isEmpty)) {
      throw new IOException(path(name) + " is damaged: it holds no values");
    }
    return HeadHistories.last(histories);
  }

  private Table table(Manifest manifest, String name, List<String> columns) throws IOException {
    byte[] content = bytes(name);
    verify(name, Sha256.of(content), manifest);
    try {
      return CompactCsv.read(name, content, columns, COUNTS);
    } catch (RuntimeException e) {
      throw damaged(name, e);
    }
  }

  /** Refuses a file whose checksum is not the one in run.json. */
  void verify(String name, String checksum, Manifest manifest) throws IOException {
    if (!checksum.equals(manifest.files.get(name))) {
      throw new IOException(path(name) + " is damaged: its SHA-256 is not the one in " + RECORD);
    }
  }

  private byte[] bytes(String name) throws IOException {
    try {
      return source.read(name);
    } catch (NoSuchFileException e) {
      throw missing(name);
    } catch (IOException e) {
      throw Reason.cannotRead(path(name), e);
    }
  }

  private IOException missing(String name) {
    return new NoSuchFileException(path(name), null, "a run folder needs this file");
  }

  private IOException damaged(String name, Exception cause) {
    return new IOException(path(name) + " is damaged: " + Reason.of(cause), cause);
  }

  private String path(String name) {
    return place + "/" + name;
  }
}
