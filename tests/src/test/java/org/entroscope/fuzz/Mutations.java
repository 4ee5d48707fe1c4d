package org.entroscope.fuzz;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Damage as from bad disks, incomplete downloads, editors and attackers. A number determines it.
 */
final class Mutations {

  private static final Pattern VALUE =
      Pattern.compile(
          "\"(?:[^\"\\\\]|\\\\.){0,80}\"|-?[0-9]+(?:\\.[0-9]+)?(?:[eE]-?[0-9]+)?|true|false|null");

  private static final List<String> VALUES =
      List.of(
          "null",
          "-1",
          "0",
          "1",
          "2147483647",
          "-2147483648",
          "4294967296",
          "9223372036854775807",
          "1e999",
          "-1e-999",
          "0.1",
          "NaN",
          "true",
          "\"\"",
          "\"null\"",
          "[]",
          "{}",
          "[null]",
          "[[[[[]]]]]",
          "\"\\u0000\"",
          "\"\\ud800\"",
          "\"../../x\"",
          "\"<b>&\"",
          "\"F64\"",
          "\"BF16\"");

  private static final long[] NUMBERS = {
    0,
    1,
    -1,
    127,
    128,
    255,
    256,
    32767,
    65535,
    Integer.MAX_VALUE,
    Integer.MIN_VALUE,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    1L << 32,
    1L << 40
  };

  private final SplittableRandom random;

  private Mutations(SplittableRandom random) {
    this.random = random;
  }

  /** Returns a damaged input. The same arguments give the same input. */
  static Map<String, byte[]> of(List<Map<String, byte[]>> seeds, long number) {
    Mutations mutations = new Mutations(new SplittableRandom(number));
    Map<String, byte[]> files =
        new LinkedHashMap<>(seeds.get(mutations.random.nextInt(seeds.size())));
    List<String> names = files.keySet().stream().sorted().toList();
    String name = names.get(mutations.random.nextInt(names.size()));
    byte[] content = files.get(name);
    int edits = 1 + Integer.numberOfTrailingZeros(mutations.random.nextInt() | 16);
    for (int i = 0; i < edits; i++) {
      content = mutations.edited(content);
    }
    files.put(name, content);
    return files;
  }

  private byte[] edited(byte[] content) {
    boolean text = isText(content);
    return text && random.nextInt(3) > 0 ? editedText(content) : editedBytes(content);
  }

  private static boolean isText(byte[] content) {
    for (int i = 0; i < Math.min(content.length, 500); i++) {
      if (content[i] == 0) {
        return false;
      }
    }
    return content.length > 0;
  }

  private byte[] editedBytes(byte[] content) {
    if (content.length < 2) {
      return new byte[random.nextInt(100)];
    }
    int at = random.nextInt(content.length);
    int to = at + random.nextInt(Math.min(content.length - at, 200) + 1);
    byte[] copy = content.clone();
    switch (random.nextInt(9)) {
      case 0 -> copy[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> copy[at] = (byte) random.nextInt();
      case 2 -> copy = Arrays.copyOf(copy, at);
      case 3 -> copy = joined(Arrays.copyOf(copy, at), tail(content, to));
      case 4 -> copy = joined(Arrays.copyOf(copy, to), tail(content, at));
      case 5 -> Arrays.fill(copy, at, to, (byte) 0);
      case 6 -> copy = joined(Arrays.copyOf(copy, at), noise(), tail(content, at));
      case 7 -> copy = joined(copy, noise());
      default -> putNumber(copy, at);
    }
    return copy;
  }

  private void putNumber(byte[] content, int at) {
    long number = NUMBERS[random.nextInt(NUMBERS.length)];
    int width = 1 << random.nextInt(4);
    ByteBuffer bytes =
        ByteBuffer.allocate(Long.BYTES)
            .order(random.nextBoolean() ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN)
            .putLong(number);
    int from = bytes.order() == ByteOrder.LITTLE_ENDIAN ? 0 : Long.BYTES - width;
    for (int i = 0; i < width && at + i < content.length; i++) {
      content[at + i] = bytes.get(from + i);
    }
  }

  private byte[] editedText(byte[] content) {
    // use one character per byte, so that nothing else changes
    String text = new String(content, StandardCharsets.ISO_8859_1);
    String edited =
        switch (random.nextInt(7)) {
          case 0, 1, 2 -> valueReplaced(text);
          case 3 -> lineRemovedOrDoubled(text);
          case 4 -> inserted(text, "[".repeat(1 + random.nextInt(20_000)));
          case 5 -> inserted(text, "9".repeat(1 + random.nextInt(20_000)));
          default -> inserted(text, VALUES.get(random.nextInt(VALUES.size())));
        };
    return edited.getBytes(StandardCharsets.ISO_8859_1);
  }

  private String valueReplaced(String text) {
    List<MatchResult> values = VALUE.matcher(text).results().limit(5000).toList();
    if (values.isEmpty()) {
      return inserted(text, "null");
    }
    MatchResult value = values.get(random.nextInt(values.size()));
    String other =
        random.nextInt(4) == 0
            ? values.get(random.nextInt(values.size())).group()
            : VALUES.get(random.nextInt(VALUES.size()));
    return text.substring(0, value.start()) + other + text.substring(value.end());
  }

  private String lineRemovedOrDoubled(String text) {
    List<String> lines = new ArrayList<>(Arrays.asList(text.split("\n", -1)));
    int line = random.nextInt(lines.size());
    if (random.nextBoolean()) {
      lines.remove(line);
    } else {
      lines.add(line, lines.get(line));
    }
    return String.join("\n", lines);
  }

  private String inserted(String text, String what) {
    int at = random.nextInt(text.length() + 1);
    return text.substring(0, at) + what + text.substring(at);
  }

  private byte[] noise() {
    byte[] noise = new byte[1 + random.nextInt(64)];
    random.nextBytes(noise);
    return noise;
  }

  private static byte[] tail(byte[] content, int from) {
    return Arrays.copyOfRange(content, from, content.length);
  }

  private static byte[] joined(byte[]... parts) {
    ByteBuffer all = ByteBuffer.allocate(Arrays.stream(parts).mapToInt(p -> p.length).sum());
    Arrays.stream(parts).forEach(all::put);
    return all.array();
  }
}
