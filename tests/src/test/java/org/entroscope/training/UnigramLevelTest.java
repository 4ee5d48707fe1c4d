package org.entroscope.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.entroscope.engine.ArrayFiles;
import org.entroscope.engine.Autograd;
import org.entroscope.files.Sha256;
import org.entroscope.model.Gpt;
import org.entroscope.runs.RunStatus;
import org.entroscope.runs.RunSummary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests the reports about a model that learned only frequencies and about one that learned more.
 */
class UnigramLevelTest {

  @TempDir Path folder;

  private static Experiment experiment() {
    return Tiny.experiment("SM + LN + G + untied").steps(200);
  }

  /** Sets the embeddings to zero after every step, so that the model cannot distinguish tokens. */
  private static final class Blind implements TrainingCallback {

    @Override
    public void onTrainBegin(TrainingState state) {
      clear(state.model());
    }

    @Override
    public void onStepEnd(TrainingState state) {
      clear(state.model());
    }

    private static void clear(Gpt gpt) {
      try (Autograd none = Autograd.paused()) {
        for (String name : new String[] {"embedding.token", "embedding.position"}) {
          var values = gpt.namedParameters().get(name).getArray();
          ArrayFiles.assign(values, new float[(int) values.size()]);
        }
      }
    }
  }

  @Test
  void aModelThatSeesNoTokensEndsThere() throws IOException {
    Run run = experiment().callback(new Blind()).train();
    assertEquals(RunStatus.FINISHED, run.status());
    assertTrue(run.atUnigramLevel(), run::toString);
    assertEquals(1, run.perplexity() / run.ngrams().unigram(), 0.05, "it does learn frequencies");
    assertTrue(Double.isNaN(run.trainedPerplexity()));
    assertTrue(run.toString().contains(", no better than the unigram perplexity "), run::toString);
    run.save(folder.resolve("run"));
    RunSummary loaded = RunSummary.load(folder.resolve("run"));
    assertEquals(run.ngrams(), loaded.ngrams());
    assertTrue(loaded.atUnigramLevel());
  }

  @Test
  void aModelThatLearnsLeavesIt() {
    Run run = experiment().train();
    assertFalse(run.atUnigramLevel(), run::toString);
    assertTrue(run.perplexity() < run.ngrams().bigram(), run::toString);
    assertEquals(run.perplexity(), run.trainedPerplexity());
    assertFalse(run.toString().contains("unigram"), run::toString);
  }

  @Test
  void runsOfVersionsThatDidNotRecordItAreRead() throws IOException {
    Path place = folder.resolve("run");
    experiment().steps(5).train().save(place);
    assertTrue(RunSummary.load(place).atUnigramLevel(), "after five steps");
    Path record = place.resolve("run.json");
    String json = Files.readString(record);
    String older = json.replaceFirst(",\\s*\"ngrams\" : \\{[^}]*\\}", "");
    assertFalse(older.contains("ngrams"), older);
    Files.writeString(record, older);
    String seal = Sha256.of(older.getBytes(StandardCharsets.UTF_8)) + "  run.json\n";
    Files.writeString(place.resolve("run.json.sha256"), seal);
    RunSummary loaded = RunSummary.load(place);
    assertNull(loaded.ngrams());
    assertFalse(loaded.atUnigramLevel(), "unknown");
  }

  @Test
  void anInterruptedTrainingDoesNotWaitForCounts() {
    Run run = experiment().callback(new Interruption(3)).train();
    assertEquals(RunStatus.INTERRUPTED, run.status());
    assertNull(run.ngrams());
    assertFalse(run.atUnigramLevel());
  }
}
