package org.entroscope.corpus;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.entroscope.corpus.DataFormat.Outcome;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Tests that samples are read completely and that damaged files are read or refused in one clear
 * sentence.
 */
class DataFormatTest {

  private static final int INPUTS = Integer.getInteger("entroscope.fuzz.data", 60);

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void aSampleIsReadWhole(DataFormat format) throws IOException {
    Outcome outcome = format.read(folder, format.sample());
    assertNull(outcome.refusal());
    assertTrue(outcome.documents() >= 1 && outcome.characters() >= 100, outcome::toString);
  }

  /**
   * Returns a copy in which bytes are changed, removed or duplicated, or replaced by large numbers.
   */
  private static byte[] mutated(byte[] bytes, SplittableRandom random) {
    byte[] changed = bytes.clone();
    for (int i = random.nextInt(1, 4); i > 0; i--) {
      int at = random.nextInt(changed.length);
      switch (random.nextInt(5)) {
        case 0 -> changed[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> changed[at] = (byte) random.nextInt(256);
        case 2 -> changed = Arrays.copyOf(changed, Math.max(1, at));
        case 3 -> {
          int end = Math.min(changed.length, at + random.nextInt(1, 9));
          Arrays.fill(changed, at, end, (byte) (random.nextBoolean() ? 0xff : 0x7f));
        }
        default -> {
          byte[] longer = Arrays.copyOf(changed, changed.length + changed.length - at);
          System.arraycopy(changed, at, longer, changed.length, changed.length - at);
          changed = longer;
        }
      }
    }
    return changed;
  }

  @ParameterizedTest
  @EnumSource
  void damagedOnesAreReadOrRefused(DataFormat format) throws IOException {
    byte[] sample = format.sample();
    for (int i = 0; i < INPUTS; i++) {
      Outcome outcome = format.read(folder, mutated(sample, new SplittableRandom(i)));
      if (outcome.refusal() != null) {
        String said = "input " + i + ": " + outcome.refusal();
        assertTrue(outcome.refusal().length() < 500, said);
        assertFalse(outcome.refusal().contains("null"), said);
      }
    }
  }
}
