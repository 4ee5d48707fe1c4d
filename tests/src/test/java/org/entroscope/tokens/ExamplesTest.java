package org.entroscope.tokens;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.entroscope.corpus.Corpus;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExamplesTest {

  @TempDir Path folder;
  private final Map<String, String> texts = new HashMap<>();
  private TokenizedCorpus tokenized;

  /** Creates files of 0 to 199 letters with different texts. */
  @BeforeEach
  void corpus() throws IOException {
    Path files = Files.createDirectories(folder.resolve("files"));
    Random random = new Random(5);
    for (int i = 0; i < 200; i++) {
      StringBuilder text = new StringBuilder();
      random.ints(i, 'a', 'z' + 1).forEach(c -> text.append((char) c));
      Files.writeString(files.resolve("f" + i + ".txt"), text);
      texts.put("f" + i + ".txt", text.toString());
    }
    tokenized = Corpus.of(files).tokenize(Tokenizer.bytes(), folder);
  }

  static List<String> all(Examples examples) {
    List<String> all = new ArrayList<>();
    for (long i = 0; i < examples.size(); i++) {
      all.add(Tokenizer.bytes().decode(examples.get(i)));
    }
    return all;
  }

  @Test
  void documentsAreCutIntoExactlyTTokensAndTheRestDropped() {
    for (int context : new int[] {1, 7, 64, 199}) {
      List<String> expected = new ArrayList<>();
      for (String text : texts.values()) {
        for (int i = 0; i + context <= text.length(); i += context) {
          expected.add(text.substring(i, i + context));
        }
      }
      List<String> found = all(tokenized.training().examples(context));
      found.addAll(all(tokenized.evaluation().examples(context)));
      found.sort(null);
      expected.sort(null);
      assertEquals(expected, found, "context " + context);
    }
  }

  @Test
  void noFileIsOnBothSides() {
    // 7 letters of a random text occur in no other text
    TreeSet<String> training = new TreeSet<>();
    TreeSet<String> evaluation = new TreeSet<>();
    for (Map.Entry<String, String> text : texts.entrySet()) {
      all(tokenized.training().examples(7)).stream()
          .filter(text.getValue()::contains)
          .findAny()
          .ifPresent(found -> training.add(text.getKey()));
      all(tokenized.evaluation().examples(7)).stream()
          .filter(text.getValue()::contains)
          .findAny()
          .ifPresent(found -> evaluation.add(text.getKey()));
    }
    assertEquals(193, training.size() + evaluation.size());
    assertTrue(evaluation.size() >= 3 && evaluation.size() <= 20, evaluation.toString());
    training.retainAll(evaluation);
    assertEquals(new TreeSet<>(), training);
    assertEquals(
        tokenized.tokens(), tokenized.training().tokens() + tokenized.evaluation().tokens());
  }

  @Test
  void aSampleIsSpreadEvenly() {
    Examples all = tokenized.training().examples(7);
    Examples some = all.spread(10);
    assertEquals(10, some.size());
    for (int i = 0; i < 10; i++) {
      assertArrayEquals(all.get(i * all.size() / 10), some.get(i));
    }
    assertEquals(all.size(), all.spread(1_000_000).size());
    assertThrows(IllegalArgumentException.class, () -> all.spread(0));
  }

  @Test
  void anEpochHasEachExampleAtMostOnce() {
    Examples examples = tokenized.training().examples(7);
    Batches batches = examples.batches(16, 1337);
    assertEquals(examples.size() / 16, batches.perEpoch());
    for (long epoch : new long[] {0, 1, 1_000_000_000_000L}) {
      TreeSet<String> seen = new TreeSet<>();
      for (long step = 0; step < batches.perEpoch(); step++) {
        seen.addAll(rows(batches.at(epoch * batches.perEpoch() + step), 7));
      }
      assertEquals(batches.perEpoch() * 16, seen.size());
      assertTrue(all(examples).containsAll(seen));
    }
  }

  private static List<String> rows(int[] batch, int context) {
    String text = Tokenizer.bytes().decode(batch);
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < text.length(); i += context) {
      rows.add(text.substring(i, i + context));
    }
    return rows;
  }

  @Test
  void aBatchDependsOnSeedAndStepAlone() throws IOException {
    Batches batches = tokenized.training().examples(32).batches(4, 9);
    // simulates a restart: everything is opened again, and no earlier step was computed
    Corpus corpus = Corpus.of(folder.resolve("files"));
    TokenizedCorpus again = corpus.tokenize(Tokenizer.bytes(), folder);
    Batches resumed = again.training().examples(32).batches(4, 9);
    for (long step : new long[] {500, 3, 0, 499}) {
      assertArrayEquals(batches.at(step), resumed.at(step));
      assertEquals(4 * 32, batches.at(step).length);
    }
    Batches other = tokenized.training().examples(32).batches(4, 10);
    assertNotEquals(rows(batches.at(0), 32), rows(other.at(0), 32));
    // the next epoch uses a different order
    assertNotEquals(rows(batches.at(0), 32), rows(batches.at(batches.perEpoch()), 32));
  }

  @Test
  void tooFewExamplesAreCounted() {
    Examples few = tokenized.training().examples(190);
    String message =
        assertThrows(IllegalArgumentException.class, () -> few.batches(64, 0)).getMessage();
    assertTrue(
        message.startsWith("a batch of 64 examples is too large: there are only " + few.size()),
        message);
    assertTrue(message.contains("the training split of files"), message);
    assertThrows(
        IllegalArgumentException.class, () -> tokenized.training().examples(5000).batches(1, 0));
  }

  @Test
  void badNumbersAreRefused() {
    var e = IllegalArgumentException.class;
    assertThrows(e, () -> tokenized.training().examples(0));
    Examples examples = tokenized.training().examples(16);
    assertThrows(e, () -> examples.batches(0, 1));
    assertThrows(e, () -> examples.batches(1 << 28, 1));
    var outside = IndexOutOfBoundsException.class;
    assertThrows(outside, () -> examples.get(-1));
    assertThrows(outside, () -> examples.get(examples.size()));
    assertThrows(outside, () -> examples.read(0, new int[16], 1));
    assertThrows(outside, () -> examples.batches(1, 1).at(-1));
  }
}
