package org.entroscope.training;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.entroscope.architecture.Architecture;
import org.entroscope.architecture.HasMetrics;
import org.entroscope.architecture.HasPerplexity;
import org.entroscope.architecture.ModelShape;
import org.entroscope.files.Sha256;
import org.entroscope.runs.RunRecord;
import org.entroscope.runs.RunStatus;
import org.entroscope.runs.SkippedSteps;
import org.entroscope.runs.TrainingPlan;
import org.entroscope.statistics.Diagnosis;
import org.entroscope.statistics.HasHistory;
import org.entroscope.statistics.HeadDistribution;
import org.entroscope.statistics.HeadHistories;
import org.entroscope.statistics.HeadHistory;
import org.entroscope.statistics.HeadValues;
import tech.tablesaw.api.Table;
import tech.tablesaw.selection.BitmapBackedSelection;
import tech.tablesaw.selection.Selection;

/**
 * A run without its model: settings, metrics and entropies, which is what figures and tables need.
 * It takes some 40 KB, so that hundreds of them can be kept; any run folder can be read as one,
 * with or without weights.
 */
public final class RunSummary implements HasHistory, HasMetrics, HasPerplexity {

  /** Steps of which a compact summary keeps the metrics, beside those with an evaluation. */
  public static final int ROWS = 300;

  private final String name;
  private final RunRecord record;
  private final Table metrics;
  private final Map<String, HeadHistory> histories;
  private final Map<String, HeadValues> newest;

  private RunSummary(
      String name,
      RunRecord record,
      Table metrics,
      Map<String, HeadHistory> histories,
      Map<String, HeadValues> newest) {
    this.name = name;
    this.record = record;
    this.metrics = metrics;
    this.histories = histories;
    this.newest = newest;
  }

  /** What stays of a run: at most {@value #ROWS} steps' metrics and those with an evaluation. */
  public static RunSummary of(Run run) {
    Table all = run.metrics();
    int skipped = run.skippedSteps().first();
    int stride = Math.max(1, (all.rowCount() + ROWS - 1) / ROWS);
    Selection kept = new BitmapBackedSelection();
    for (int row = 0; row < all.rowCount(); row++) {
      boolean evaluated = !all.column("evaluationLoss").isMissing(row);
      boolean first = all.intColumn("step").getInt(row) == skipped; // its overflow is told
      if (row % stride == 0 || evaluated || first || row == all.rowCount() - 1) {
        kept.add(row);
      }
    }
    RunRecord record = run.record();
    return new RunSummary(
        record.name(), record, all.where(kept), run.histories(), run.newestValues());
  }

  /**
   * Reads a run folder.
   *
   * @throws IOException if it cannot be read or is damaged; the message names the file
   */
  public static RunSummary load(Path folder) throws IOException {
    return read(RunFolder.files(folder));
  }

  /** {@link #load(Path)} for notebooks. */
  public static RunSummary load(String folder) throws IOException {
    return load(Path.of(folder));
  }

  /** Gives the content of files by their names. */
  @FunctionalInterface
  public interface FileReader {

    /**
     * The content of a file.
     *
     * @throws java.nio.file.NoSuchFileException if there is none of that name
     */
    byte[] read(String name) throws IOException;
  }

  /**
   * Reads a run folder that lies somewhere else than in a file system of Java's.
   *
   * @param place where it is, for messages
   * @throws IOException if it cannot be read or is damaged; the message names the file
   */
  public static RunSummary read(String place, FileReader files) throws IOException {
    return read(new RunFiles(place, files::read));
  }

  static RunSummary read(RunFiles files) throws IOException {
    RunFiles.Manifest manifest = files.manifest();
    Table metrics = files.metrics(manifest);
    Map<String, HeadHistory> histories = Map.of();
    Map<String, HeadValues> newest = Map.of();
    if (manifest.files().containsKey(RunFiles.HISTORY)) {
      histories = files.histories(manifest, RunFiles.HISTORY);
      newest = files.values(manifest, RunFiles.FINAL);
    }
    return new RunSummary(manifest.run().name(), manifest.run(), metrics, histories, newest);
  }

  /**
   * The files of the compact run folder, by name; {@code run.json}, which vouches for the others,
   * comes last. Numbers are kept in single precision, in which they were computed.
   */
  public Map<String, byte[]> files() throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put(RunFiles.METRICS, CompactCsv.single(metrics));
    if (!histories.isEmpty()) {
      files.put(RunFiles.HISTORY, CompactCsv.single(HeadHistories.toTable(histories)));
      Map<String, HeadHistory> last = HeadHistories.ofStep(record.steps(), newest);
      files.put(RunFiles.FINAL, CompactCsv.single(HeadHistories.toTable(last)));
    }
    Map<String, String> checksums = new TreeMap<>();
    files.forEach((file, content) -> checksums.put(file, Sha256.of(content)));
    byte[] manifest = RunFiles.manifest(record, HeadHistories.quantities(histories), checksums);
    files.put(Seal.name(RunFiles.RECORD), Seal.of(RunFiles.RECORD, manifest));
    files.put(RunFiles.RECORD, manifest);
    return files;
  }

  /** The same under another name in legends and tables. */
  public RunSummary named(String other) {
    return new RunSummary(other, record, metrics, histories, newest);
  }

  @Override
  public String name() {
    return name;
  }

  /** Settings and outcome. */
  public RunRecord record() {
    return record;
  }

  @Override
  public Architecture architecture() {
    return Architecture.of(record.spec().architecture());
  }

  public ModelShape shape() {
    return record.spec().shape();
  }

  public TrainingPlan plan() {
    return record.spec().plan();
  }

  public long seed() {
    return record.spec().seed();
  }

  public RunStatus status() {
    return record.status();
  }

  /** As {@link Run#metrics()}, perhaps with fewer steps. */
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

  /** The steps that were skipped where half precision overflowed; none in other precisions. */
  public SkippedSteps skippedSteps() {
    return SkippedSteps.of(metrics);
  }

  /** Heads in the four ranges of [0, largest head entropy] (Figure 2a). */
  public HeadDistribution distribution() {
    return HeadDistribution.of(entropy());
  }

  /** Which heads and layers are collapsed or overloaded. */
  public Diagnosis diagnosis() {
    return Diagnosis.of(entropy());
  }

  /** As {@link Run#evaluationLoss()}. */
  public double evaluationLoss() {
    return record.evaluationLoss() == null ? Double.NaN : record.evaluationLoss();
  }

  @Override
  public double perplexity() {
    return status() == RunStatus.DIVERGED ? Double.NaN : Math.exp(evaluationLoss());
  }

  @Override
  public String toString() {
    String end =
        status() == RunStatus.FINISHED
            ? String.format(Locale.ROOT, "perplexity %.3f", perplexity())
            : status().name().toLowerCase(Locale.ROOT) + ": " + record.reason();
    String skipped = SkippedSteps.words(metrics);
    return "%s, seed %d (%s): %,d of %,d steps, %s%s"
        .formatted(
            name,
            seed(),
            shape(),
            record.steps(),
            plan().steps(),
            end,
            skipped.isEmpty() ? "" : "; " + skipped);
  }
}
