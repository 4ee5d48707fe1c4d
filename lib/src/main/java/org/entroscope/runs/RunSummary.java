package org.entroscope.runs;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.zip.GZIPOutputStream;
import org.entroscope.files.FileTree;
import org.entroscope.files.Reason;
import org.entroscope.files.Sha256;
import org.entroscope.statistics.HeadHistories;
import org.entroscope.statistics.HeadHistory;
import org.entroscope.statistics.HeadValues;
import tech.tablesaw.api.Table;
import tech.tablesaw.selection.BitmapBackedSelection;
import tech.tablesaw.selection.Selection;

/**
 * A run without its model: the settings, metrics and entropies that figures and tables need. It can
 * be read from every run folder, with or without weights. A compact run folder takes about 20 KB,
 * so hundreds of them can be kept.
 */
public final class RunSummary implements HasRecord {

  /**
   * The number of steps whose metrics a compact run folder keeps, in addition to the steps with an
   * evaluation.
   */
  public static final int ROWS = 300;

  private final RunRecord record;
  private final Table metrics;
  private final Map<String, HeadHistory> histories;
  private final Map<String, HeadValues> newest;

  /**
   * @param metrics a table with one row per step
   * @param histories the histories of the recorded statistics, by name
   * @param newest the newest values of the recorded statistics, by name
   */
  public RunSummary(
      RunRecord record,
      Table metrics,
      Map<String, HeadHistory> histories,
      Map<String, HeadValues> newest) {
    this.record = record;
    this.metrics = metrics;
    this.histories = histories;
    this.newest = newest;
  }

  /**
   * Reads a run folder. If the training is still running, or its process was killed, the newest
   * checkpoint is read.
   *
   * @throws IOException if it cannot be read or is damaged; the message names the file
   */
  public static RunSummary load(Path folder) throws IOException {
    return RunFiles.newest(folder, RunFiles::summary);
  }

  /**
   * Reads a run folder as {@link #load(Path)} does, but takes the location as text.
   *
   * @param folder a path, or a URI of one of Hadoop's file systems
   */
  public static RunSummary load(String folder) throws IOException {
    return Storages.isPath(folder)
        ? load(Storages.path(folder))
        : read(folder, Storages.open(folder)::read);
  }

  /**
   * Reads a run folder that is not in one of Java's file systems.
   *
   * @param place the location of the folder, for messages
   * @throws IOException if it cannot be read or is damaged; the message names the file
   */
  public static RunSummary read(String place, RunFiles.Source files) throws IOException {
    return new RunFiles(place, files).summary();
  }

  /**
   * Writes the run's files into a folder. {@code run.json} is written last and contains the
   * checksums of all files in the folder.
   */
  public void write(Path folder) throws IOException {
    write(folder, metrics, CompactCsv::of, false);
  }

  /**
   * Writes the files of a compact run folder, with the metrics of at most {@value #ROWS} steps and
   * of the steps with an evaluation or the first overflow, compressed: {@code metrics.csv.gz} and
   * {@code heads.csv.gz}. Numbers are written in single precision, in which they were computed.
   */
  public void writeCompact(Path folder) throws IOException {
    int skipped = skippedSteps().first();
    int stride = Math.max(1, (metrics.rowCount() + ROWS - 1) / ROWS);
    Selection kept = new BitmapBackedSelection();
    for (int row = 0; row < metrics.rowCount(); row++) {
      boolean evaluated = !metrics.column("evaluationLoss").isMissing(row);
      boolean first = metrics.intColumn("step").getInt(row) == skipped; // its overflow is reported
      if (row % stride == 0 || evaluated || first || row == metrics.rowCount() - 1) {
        kept.add(row);
      }
    }
    write(folder, metrics.where(kept), CompactCsv::single, true);
  }

  private void write(Path folder, Table rows, Function<Table, byte[]> csv, boolean compressed)
      throws IOException {
    writeTable(folder, RunFiles.METRICS, csv.apply(rows), compressed);
    if (!histories.isEmpty()) {
      byte[] history = csv.apply(HeadHistories.toTable(histories));
      writeTable(folder, RunFiles.HISTORY, history, compressed);
      Map<String, HeadHistory> last = HeadHistories.ofStep(record.steps(), newest);
      write(folder.resolve(RunFiles.FINAL), csv.apply(HeadHistories.toTable(last)));
    }
    Map<String, String> checksums = new TreeMap<>();
    for (String name : FileTree.names(folder)) {
      checksums.put(name, Sha256.of(folder.resolve(name)));
    }
    byte[] manifest = RunFiles.manifest(record, HeadHistories.quantities(histories), checksums);
    write(folder.resolve(Seal.name(RunFiles.RECORD)), Seal.of(RunFiles.RECORD, manifest));
    write(folder.resolve(RunFiles.RECORD), manifest);
  }

  private static void writeTable(Path folder, String name, byte[] csv, boolean compressed)
      throws IOException {
    if (!compressed) {
      write(folder.resolve(name), csv);
      return;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(csv);
    }
    write(folder.resolve(name + RunFiles.COMPRESSED), out.toByteArray());
  }

  private static void write(Path file, byte[] content) throws IOException {
    try {
      Files.write(file, content);
    } catch (IOException e) {
      throw Reason.cannotWrite(file, e);
    }
  }

  /** Returns this run with another name for legends and tables. */
  public RunSummary named(String other) {
    return new RunSummary(record.named(other), metrics, histories, newest);
  }

  @Override
  public RunRecord record() {
    return record;
  }

  @Override
  public Table metrics() {
    return metrics.copy();
  }

  @Override
  public Map<String, HeadHistory> histories() {
    return histories;
  }

  @Override
  public Map<String, HeadValues> newestValues() {
    return newest;
  }

  @Override
  public String toString() {
    return "%s, seed %d (%s): %,d of %,d steps, %s"
        .formatted(name(), seed(), shape(), record.steps(), plan().steps(), outcome());
  }
}
