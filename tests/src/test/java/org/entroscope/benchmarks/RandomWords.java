package org.entroscope.benchmarks;

import java.util.SplittableRandom;
import org.entroscope.corpus.Corpus;

/** A corpus of random words, for measurements that do not depend on what is learned. */
final class RandomWords {

  private RandomWords() {}

  static Corpus corpus() {
    SplittableRandom random = new SplittableRandom(1);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 300_000; i++) {
      text.append(Integer.toString(random.nextInt(36 * 36 * 36), 36));
      text.append(i % 12 == 0 ? '\n' : ' ');
    }
    return Corpus.of(text.toString());
  }
}
