package org.entroscope.tokens;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.entroscope.corpus.Corpus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NgramPerplexitiesTest {

  private static final int BYTES = 256;

  @TempDir Path folder;

  private TokenizedCorpus corpus(List<String> texts) throws IOException {
    Path files = Files.createDirectories(folder.resolve("files"));
    for (int i = 0; i < texts.size(); i++) {
      Files.writeString(files.resolve("f" + i + ".txt"), texts.get(i));
    }
    return Corpus.of(files).tokenize(Tokenizer.bytes(), folder);
  }

  /** Returns texts over a few letters, in which histories repeat and some never occur. */
  private static List<String> texts(int letters) {
    Random random = new Random(3);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      StringBuilder text = new StringBuilder();
      char before = 'a';
      for (int j = 0; j < 40; j++) {
        before = (char) ('a' + (before - 'a' + random.nextInt(letters)) % 5);
        text.append(before);
      }
      texts.add(text.toString());
    }
    return texts;
  }

  /**
   * Computes the definition with strings. It counts by going through all training examples each
   * time.
   */
  private static double probability(List<String> training, String history, char next) {
    double below = history.isEmpty() ? -1 : probability(training, history.substring(1), next);
    int sequences = 0;
    int histories = 0;
    List<Character> seen = new ArrayList<>();
    for (String example : training) {
      for (int at = history.length(); at < example.length(); at++) {
        if (example.substring(at - history.length(), at).equals(history)) {
          histories++;
          sequences += example.charAt(at) == next ? 1 : 0;
          if (!seen.contains(example.charAt(at))) {
            seen.add(example.charAt(at));
          }
        }
      }
    }
    double lower = history.isEmpty() ? 1.0 / BYTES : below;
    return histories == 0 ? lower : (sequences + seen.size() * lower) / (histories + seen.size());
  }

  @Test
  void theyAreThoseOfTheDefinition() throws IOException {
    TokenizedCorpus corpus = corpus(texts(3));
    Examples training = corpus.training().examples(8);
    Examples heldOut = corpus.evaluation().examples(8);
    double[] nats = new double[3];
    int predicted = 0;
    List<String> counted = ExamplesTest.all(training);
    for (String example : ExamplesTest.all(heldOut)) {
      for (int at = 1; at < example.length(); at++, predicted++) {
        for (int order = 0; order < 3; order++) {
          String history = example.substring(Math.max(0, at - order), at);
          nats[order] -= Math.log(probability(counted, history, example.charAt(at)));
        }
      }
    }
    NgramPerplexities found = NgramPerplexities.of(training, heldOut, BYTES);
    assertEquals(Math.exp(nats[0] / predicted), found.unigram(), 1e-9);
    assertEquals(Math.exp(nats[1] / predicted), found.bigram(), 1e-9);
    assertEquals(Math.exp(nats[2] / predicted), found.trigram(), 1e-9);
    assertTrue(found.bigram() < found.unigram());
  }

  @Test
  void aCycleIsKnownFromTheTokenBefore() throws IOException {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      texts.add("abc".repeat(200 + i));
    }
    TokenizedCorpus corpus = corpus(texts);
    NgramPerplexities found =
        NgramPerplexities.of(
            corpus.training().examples(30), corpus.evaluation().examples(30), BYTES);
    assertEquals(3, found.unigram(), 0.01);
    assertEquals(1, found.bigram(), 0.01);
    assertEquals(1, found.trigram(), 0.01);
    assertEquals("unigram 3.00, bigram 1.00, trigram 1.00", found.toString());
  }

  @Test
  void theUnigramLevelEndsWhereContextHasHelped() {
    NgramPerplexities code = new NgramPerplexities(29.26, 13.31, 6.23);
    double unigram = Math.log(29.26);
    double step = Math.log(29.26 / 13.31);
    assertTrue(code.isUnigramLevel(unigram));
    assertTrue(code.isUnigramLevel(unigram + 2), "worse is no better");
    assertTrue(code.isUnigramLevel(unigram - 0.049 * step));
    assertFalse(code.isUnigramLevel(unigram - 0.051 * step));
    assertFalse(code.isUnigramLevel(Double.NaN));
    NgramPerplexities noise = new NgramPerplexities(8, 8.1, 8.2); // the bigrams are fitted to noise
    assertTrue(noise.isUnigramLevel(Math.log(8)));
    assertFalse(noise.isUnigramLevel(Math.log(7.99)));
  }

  @Test
  void whatIsNoPerplexityIsRefused() {
    for (double bad : new double[] {0.5, Double.NaN, Double.POSITIVE_INFINITY, -1}) {
      assertThrows(IllegalArgumentException.class, () -> new NgramPerplexities(bad, 2, 2));
      assertThrows(IllegalArgumentException.class, () -> new NgramPerplexities(2, bad, 2));
      assertThrows(IllegalArgumentException.class, () -> new NgramPerplexities(2, 2, bad));
    }
  }

  @Test
  void oneTokenPredictsNothing() throws IOException {
    TokenizedCorpus corpus = corpus(texts(3));
    Examples single = corpus.training().examples(1);
    assertThrows(IllegalArgumentException.class, () -> NgramPerplexities.of(single, single, BYTES));
  }
}
