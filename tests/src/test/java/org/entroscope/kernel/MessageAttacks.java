package org.entroscope.kernel;

import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Messages that Jupyter does not send: known kinds, and mutations that depend on a seed. */
public final class MessageAttacks {

  private final MessageFrames messages;

  /** Creates attacks that use the key of the given messages. */
  public MessageAttacks(MessageFrames messages) {
    this.messages = messages;
  }

  /** Returns a correct message. Its reply contains nothing about cells. */
  public List<byte[]> right() {
    return messages.frames("right", "kernel_info_request", new JsonObject());
  }

  /** Returns malformed messages by name. Some of them have a correct signature. */
  public Map<String, List<byte[]>> kinds() {
    Map<String, List<byte[]>> kinds = new LinkedHashMap<>();
    kinds.put("wrong signature", with(right(), 1, "0".repeat(64)));
    kinds.put("empty signature", with(right(), 1, ""));
    kinds.put("signature that is no hexadecimal", with(right(), 1, "\u00e9\u0000"));
    kinds.put("signature of another message", with(cell("1"), 1, text(right().get(1))));
    kinds.put("delimiter alone", right().subList(0, 1));
    kinds.put("delimiter and signature", right().subList(0, 2));
    kinds.put("without content", right().subList(0, 5));
    kinds.put("no delimiter", right().subList(1, 6));
    kinds.put("one empty frame", List.of(new byte[0]));
    kinds.put("delimiter twice", twice(right()));
    kinds.put("header that is no JSON", messages.signed("{", "{}", "{}", "{}"));
    kinds.put("header that is a list", messages.signed("[]", "{}", "{}", "{}"));
    kinds.put("empty header", messages.signed("", "{}", "{}", "{}"));
    kinds.put("header without msg_type", messages.signed("{\"msg_id\":\"1\"}", "{}", "{}", "{}"));
    kinds.put("header of nulls", messages.signed(header("null"), "{}", "{}", "{}"));
    kinds.put("parent that is no JSON", messages.signed(header("\"a\""), "}", "{}", "{}"));
    kinds.put("metadata that is text", messages.signed(header("\"a\""), "{}", "\"m\"", "{}"));
    kinds.put("content that is a list", messages.signed(execute(), "{}", "{}", "[1]"));
    kinds.put("content that is null", messages.signed(execute(), "{}", "{}", "null"));
    kinds.put("content without code", messages.signed(execute(), "{}", "{}", "{}"));
    kinds.put("code that is a number", messages.signed(execute(), "{}", "{}", "{\"code\":1}"));
    kinds.put("deep content", messages.signed(execute(), "{}", "{}", "[".repeat(100_000)));
    kinds.put("unknown type", messages.frames("u", "surprise_request", new JsonObject()));
    kinds.put("a reply as a request", messages.frames("r", "execute_reply", new JsonObject()));
    kinds.put("bytes that are no text", messages.signed("\ufffd", "\u0000", "\u0001", "\u0002"));
    kinds.put("a megabyte of garbage", List.of(garbage(new Random(21), 1 << 20)));
    kinds.put("a thousand frames", frames(1000));
    return kinds;
  }

  /** Returns a mutation of a correct message. The same seed gives the same mutation. */
  public List<byte[]> mutation(long seed) {
    Random random = new Random(seed);
    List<byte[]> frames = new ArrayList<>(random.nextBoolean() ? right() : cell("1 + 1"));
    boolean resigned = random.nextBoolean();
    int changes = 1 + random.nextInt(3);
    for (int i = 0; i < changes && !frames.isEmpty(); i++) {
      int at = random.nextInt(frames.size());
      byte[] frame = frames.get(at);
      switch (random.nextInt(6)) {
        case 0 -> frames.remove(at);
        case 1 -> frames.add(at, frame);
        case 2 -> frames.set(at, garbage(random, random.nextInt(300)));
        case 3 -> frames.set(at, cut(frame, random));
        case 4 -> frames.set(at, flipped(frame, random));
        default -> frames.set(at, new byte[0]);
      }
    }
    // with a correct signature, the mutation reaches the code behind the check
    return resigned && frames.size() == 6
        ? messages.signed(
            text(frames.get(2)), text(frames.get(3)), text(frames.get(4)), text(frames.get(5)))
        : frames.isEmpty() ? List.of(new byte[0]) : frames;
  }

  private List<byte[]> cell(String code) {
    JsonObject content = new JsonObject();
    content.addProperty("code", code);
    return messages.frames("cell", "execute_request", content);
  }

  private static String execute() {
    return header("\"a\"").replace("kernel_info_request", "execute_request");
  }

  private static String header(String value) {
    return ("{\"msg_id\":%1$s,\"username\":%1$s,\"session\":%1$s,\"date\":%1$s,"
            + "\"msg_type\":\"kernel_info_request\",\"version\":%1$s}")
        .formatted(value);
  }

  private static List<byte[]> with(List<byte[]> frames, int at, String frame) {
    List<byte[]> changed = new ArrayList<>(frames);
    changed.set(at, frame.getBytes(StandardCharsets.UTF_8));
    return changed;
  }

  private static List<byte[]> twice(List<byte[]> frames) {
    List<byte[]> changed = new ArrayList<>(frames);
    changed.add(1, frames.get(0));
    return changed;
  }

  private static List<byte[]> frames(int count) {
    List<byte[]> frames = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      frames.add(new byte[] {(byte) i});
    }
    return frames;
  }

  private static byte[] garbage(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private static byte[] cut(byte[] frame, Random random) {
    return java.util.Arrays.copyOf(frame, frame.length == 0 ? 0 : random.nextInt(frame.length));
  }

  private static byte[] flipped(byte[] frame, Random random) {
    byte[] changed = frame.clone();
    if (changed.length > 0) {
      changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return changed;
  }

  private static String text(byte[] frame) {
    return new String(frame, StandardCharsets.UTF_8);
  }
}
