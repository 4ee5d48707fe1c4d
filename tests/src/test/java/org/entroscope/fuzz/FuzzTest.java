package org.entroscope.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Damaged input of every format: the process lives, each input ends in at most 10 s and within 256
 * MB, and what is refused is refused in words. A few of each format by default; many by
 *
 * <pre>
 * mvn verify -DskipITs -Dtest=FuzzTest -Dsurefire.failIfNoSpecifiedTests=false -Dentroscope.fuzz=20000
 * </pre>
 *
 * <p>where the number is that of all formats together. A number always does the same damage, and
 * {@code -Dentroscope.fuzz.from=N} begins at another one. Inputs that once were found to do harm
 * are read every time.
 */
class FuzzTest {

  private static final int QUICK = 8;

  /** Numbers above the quick ones that once found something. */
  private static final Map<String, List<Long>> FOUND_BEFORE =
      Map.of(
          "INDEX",
          List.of(114L, 120L),
          "KERNEL_MESSAGES",
          List.of(28L, 83L),
          "NOTATION",
          List.of(158L, 239L, 834L));

  @TempDir Path home;

  static Stream<String> formats() {
    return Formats.all().stream().map(Format::name);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("formats")
  void damagedInputIsReadOrRefusedInWords(String name) throws Exception {
    long all = Long.getLong("entroscope.fuzz", (long) QUICK * Formats.all().size());
    long from = Long.getLong("entroscope.fuzz.from", 0L);
    long each = Math.max(1, all / Formats.all().size());
    List<String> findings = Fuzzing.run(Formats.named(name), from, from + each, home);
    for (long number : FOUND_BEFORE.getOrDefault(name, List.of())) {
      findings.addAll(Fuzzing.run(Formats.named(name), number, number + 1, home));
    }
    System.out.printf("%s: %,d inputs, %d findings%n", name, each, findings.size());
    assertEquals(List.of(), findings);
  }
}
