package org.entroscope.sweep;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.entroscope.engine.Precision;
import org.entroscope.runs.RunRecord;
import org.entroscope.runs.RunSpec;
import org.entroscope.runs.RunStatus;
import org.entroscope.runs.RunSummary;
import org.entroscope.runs.SkippedSteps;
import org.entroscope.statistics.HeadHistory;
import org.entroscope.statistics.HeadQuantity;
import org.entroscope.statistics.HeadValues;
import org.entroscope.tokens.NgramPerplexities;
import tech.tablesaw.api.Table;

/** Simulated results without training, for tests of computations. */
public final class Recorded {

  private Recorded() {}

  /** Returns the result of a sweep with these experiments. */
  public static SweepResult result(List<SweepEntry> entries) {
    return new SweepResult(entries);
  }

  /** Returns the names of settings in figures. */
  public static Collection<String> names(Collection<RunSpec> settings) {
    return SettingNames.of(settings).values();
  }

  /** Returns the result of a trial with a perplexity, which is NaN for a diverged trial. */
  public static SweepEntry entry(RunSpec trial, double perplexity) {
    return entry(trial, perplexity, 1, null);
  }

  /**
   * Returns the result of a trial with its entropies during the training. The last ones are those
   * at the end of the training.
   */
  public static SweepEntry entry(RunSpec trial, double perplexity, HeadHistory history) {
    return entry(trial, perplexity, 1, history, null, SkippedSteps.of(Table.create()));
  }

  /** Returns the result of a trial with the n-gram perplexities of its corpus. */
  public static SweepEntry entry(RunSpec trial, double perplexity, NgramPerplexities ngrams) {
    return entry(trial, perplexity, 1, end(trial, null), ngrams, SkippedSteps.of(Table.create()));
  }

  /** Returns the result of a trial in half precision. */
  public static SweepEntry entry(
      RunSpec trial, double perplexity, NgramPerplexities ngrams, SkippedSteps skipped) {
    return entry(trial, perplexity, 1, end(trial, null), ngrams, skipped);
  }

  /**
   * Returns the result of a trial.
   *
   * @param perplexity the perplexity; NaN if the trial diverged
   * @param gradientNorm the largest gradient norm of the training
   * @param entropy the entropies at the end; null if none were recorded
   */
  public static SweepEntry entry(
      RunSpec trial, double perplexity, double gradientNorm, HeadValues entropy) {
    HeadHistory history = end(trial, entropy);
    return entry(trial, perplexity, gradientNorm, history, null, SkippedSteps.of(Table.create()));
  }

  /** Returns the same result with the n-gram perplexities of its corpus. */
  public static SweepEntry entry(
      RunSpec trial,
      double perplexity,
      double gradientNorm,
      HeadValues entropy,
      NgramPerplexities ngrams) {
    HeadHistory history = end(trial, entropy);
    return entry(trial, perplexity, gradientNorm, history, ngrams, SkippedSteps.of(Table.create()));
  }

  private static HeadHistory end(RunSpec trial, HeadValues entropy) {
    HeadHistory none = HeadHistory.empty();
    return entropy == null ? none : none.add(trial.plan().steps(), entropy);
  }

  private static SweepEntry entry(
      RunSpec trial,
      double perplexity,
      double gradientNorm,
      HeadHistory history,
      NgramPerplexities ngrams,
      SkippedSteps skipped) {
    Double loss = Double.isNaN(perplexity) ? null : Math.log(perplexity);
    RunStatus status = Double.isNaN(perplexity) ? RunStatus.DIVERGED : RunStatus.FINISHED;
    RunRecord record =
        new RunRecord(
            trial.withCorpus("00".repeat(32)),
            trial.architecture(),
            "corpus",
            "cpu()",
            "PyTorch",
            "2026-11-22T12:00:00Z",
            1,
            trial.plan().steps(),
            status,
            "",
            loss,
            ngrams);
    String metrics = metrics(trial, loss, gradientNorm, skipped);
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("metrics.csv", metrics.getBytes(UTF_8));
    List<HeadQuantity> heads = List.of();
    if (!history.isEmpty()) {
      files.put("heads.csv", csv(history));
      HeadHistory last = HeadHistory.empty().add(trial.plan().steps(), history.last());
      files.put("heads-final.csv", csv(last));
      heads = List.of(HeadQuantity.entropy(trial.shape().context()));
    }
    return SweepEntry.of(read(record, heads, files));
  }

  /** Returns the metrics of some steps, with evaluations after a quarter and half of the steps. */
  private static String metrics(
      RunSpec trial, Double loss, double gradientNorm, SkippedSteps skipped) {
    boolean half = trial.precision() == Precision.FLOAT16;
    int steps = trial.plan().steps();
    StringBuilder rows = new StringBuilder();
    rows.append("step,learningRate,loss,penalty,gradientNorm,evaluationLoss,seconds");
    rows.append(half ? ",lossScale,skippedSteps,overflow\n" : "\n");
    rows.append("1,0.1,5,0,1,,0.1").append(half ? ",65536,0,\n" : "\n");
    String scaled = half ? ",65536,%d,%s".formatted(skipped.count(), skipped.overflow()) : "";
    rows.append("2,0.1,5,0,1,,0.1").append(scaled).append('\n');
    for (int step : new int[] {steps / 4, steps / 2}) {
      String evaluated = loss == null ? "" : String.valueOf(loss + 0.1);
      rows.append("%d,0.1,4.5,0,1,%s,0.1%s\n".formatted(step, evaluated, scaled));
    }
    String evaluated = loss == null ? "" : loss.toString();
    rows.append("%d,0.1,4,0,%s,%s,0.2%s\n".formatted(steps, gradientNorm, evaluated, scaled));
    return rows.toString();
  }

  private static byte[] csv(HeadHistory history) {
    return history.toTable().write().toString("csv").getBytes(UTF_8);
  }

  private static RunSummary read(
      RunRecord record, List<HeadQuantity> heads, Map<String, byte[]> files) {
    try {
      Map<String, String> sums = new LinkedHashMap<>();
      files.forEach((name, content) -> sums.put(name, checksum(content)));
      byte[] manifest =
          new ObjectMapper()
              .writeValueAsBytes(Map.of("format", 2, "run", record, "heads", heads, "files", sums));
      Map<String, byte[]> all = new HashMap<>(files);
      all.put("run.json", manifest);
      all.put("run.json.sha256", (checksum(manifest) + "  run.json\n").getBytes(UTF_8));
      return RunSummary.read(
          "memory",
          name -> {
            byte[] content = all.get(name);
            if (content == null) {
              throw new NoSuchFileException(name);
            }
            return content;
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String checksum(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
