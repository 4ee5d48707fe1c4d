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
 * Tests damaged input of every format. The process must not end, each input must end within 10 s
 * and 256 MB, and an input that is refused must be refused with a clear message. By default, a few
 * inputs of each format are read. This command reads many of them:
 *
 * <pre>
 * mvn verify -DskipITs -Dtest=FuzzTest -Dsurefire.failIfNoSpecifiedTests=false -Dentroscope.fuzz=20000
 * </pre>
 *
 * <p>The number is the total for all formats. Each input has a number, which determines its damage.
 * {@code -Dentroscope.fuzz.from=N} starts at another input. Inputs that caused failures in the past
 * are read in every run.
 */
class FuzzTest {

  private static final int QUICK = 8;

  /** Inputs above the default numbers that caused failures in the past. */
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
