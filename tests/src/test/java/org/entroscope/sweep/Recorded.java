package org.entroscope.sweep;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.entroscope.entropy.EntropyHistory;
import org.entroscope.entropy.EntropyMap;
import org.entroscope.training.Run;
import org.entroscope.training.RunRecord;
import org.entroscope.training.RunSummary;
import tech.tablesaw.api.Table;

/** Results that nobody trained, to compute with. */
final class Recorded {

  private Recorded() {}

  /** The result of a trial with a perplexity; NaN for one that diverged. */
  static SweepEntry entry(Trial trial, double perplexity) {
    return entry(trial, perplexity, null);
  }

  /** The result of a trial whose heads ended so; null for one without entropies. */
  static SweepEntry entry(Trial trial, double perplexity, EntropyMap heads) {
    Run.Status status = Double.isNaN(perplexity) ? Run.Status.DIVERGED : Run.Status.FINISHED;
    RunRecord record =
        new RunRecord(
            trial.architecture(),
            trial.architecture(),
            trial.shape(),
            trial.plan(),
            trial.seed(),
            "corpus",
            "00".repeat(32),
            trial.tokenizer(),
            "cpu()",
            "PyTorch",
            "2026-11-22T12:00:00Z",
            1,
            trial.plan().steps(),
            status,
            "",
            Double.isNaN(perplexity) ? null : Math.log(perplexity));
    String metrics =
        "step,learningRate,loss,penalty,gradientNorm,evaluationLoss,seconds\n"
            + "1,0.1,5,0,1,,0.1\n2,0.1,4,0,1,%s,0.2\n"
                .formatted(Double.isNaN(perplexity) ? "" : String.valueOf(Math.log(perplexity)));
    Map<String, byte[]> files = new HashMap<>();
    files.put("metrics.csv", metrics.getBytes(StandardCharsets.UTF_8));
    if (heads != null) {
      Table table = EntropyHistory.empty().add(trial.plan().steps(), heads).toTable();
      byte[] csv = table.write().toString("csv").getBytes(StandardCharsets.UTF_8);
      files.put("entropy.csv", csv);
      files.put("entropy-final.csv", csv);
    }
    try {
      Map<String, String> sums = new TreeMap<>();
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      files.forEach((name, csv) -> sums.put(name, HexFormat.of().formatHex(sha.digest(csv))));
      Map<String, Object> manifest = Map.of("format", 1, "run", record, "files", sums);
      files.put("run.json", new ObjectMapper().writeValueAsBytes(manifest));
      return SweepEntry.of(RunSummary.read("memory", files::get));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
