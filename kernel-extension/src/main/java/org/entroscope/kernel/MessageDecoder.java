package org.entroscope.kernel;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.reflect.TypeToken;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dflib.jjava.jupyter.messages.HMACGenerator;
import org.dflib.jjava.jupyter.messages.Header;
import org.dflib.jjava.jupyter.messages.KernelTimestamp;
import org.dflib.jjava.jupyter.messages.Message;
import org.dflib.jjava.jupyter.messages.MessageType;
import org.dflib.jjava.jupyter.messages.adapters.HeaderAdapter;
import org.dflib.jjava.jupyter.messages.adapters.HistoryRequestAdapter;
import org.dflib.jjava.jupyter.messages.adapters.KernelTimestampAdapter;
import org.dflib.jjava.jupyter.messages.adapters.MessageTypeAdapter;
import org.dflib.jjava.jupyter.messages.request.HistoryRequest;
import org.entroscope.files.Reason;

/**
 * Decodes ZeroMQ frames to a Jupyter message. Checks the frames completely, the signature first, so
 * that no message from another sender reaches a handler.
 */
final class MessageDecoder {

  private static final byte[] DELIMITER = "<IDS|MSG>".getBytes(StandardCharsets.US_ASCII);
  private static final int PARTS = 4; // header, parent header, metadata, content
  private static final List<String> TEXTS_OF_HEADER =
      List.of("msg_id", "username", "session", "msg_type", "version");
  private static final Set<String> WITH_CODE =
      Set.of("execute_request", "inspect_request", "complete_request", "is_complete_request");
  private static final Gson GSON =
      new GsonBuilder()
          .registerTypeAdapter(KernelTimestamp.class, KernelTimestampAdapter.INSTANCE)
          .registerTypeAdapter(Header.class, HeaderAdapter.INSTANCE)
          .registerTypeAdapter(MessageType.class, MessageTypeAdapter.INSTANCE)
          .registerTypeAdapter(HistoryRequest.class, HistoryRequestAdapter.INSTANCE)
          .create();

  private final HMACGenerator signer;

  MessageDecoder(HMACGenerator signer) {
    this.signer = signer;
  }

  /**
   * Decodes a message.
   *
   * @throws MalformedMessageException if the frames are not a message, or its signature is wrong
   */
  Message<?> decode(List<byte[]> frames) throws MalformedMessageException {
    int delimiter = 0;
    while (delimiter < frames.size() && !Arrays.equals(DELIMITER, frames.get(delimiter))) {
      delimiter++;
    }
    int first = delimiter + 2;
    if (frames.size() < first + PARTS) {
      throw new MalformedMessageException("it has too few frames, %,d".formatted(frames.size()));
    }
    List<byte[]> parts = frames.subList(first, first + PARTS);
    checkSignature(frames.get(delimiter + 1), parts);
    Header<?> header = parse("header", () -> header(object(parts.get(0))));
    JsonObject parent = parse("parent header", () -> object(parts.get(1)));
    Header<?> parentHeader = parent.isEmpty() ? null : parse("parent header", () -> header(parent));
    Map<String, Object> metadata =
        parse("metadata", () -> GSON.fromJson(object(parts.get(2)), new TypeToken<>() {}));
    return new Message<>(
        List.copyOf(frames.subList(0, delimiter)),
        cast(header),
        parentHeader,
        metadata,
        parse("content", () -> content(header.getType(), object(parts.get(3)))),
        List.copyOf(frames.subList(first + PARTS, frames.size())));
  }

  private void checkSignature(byte[] given, List<byte[]> parts) throws MalformedMessageException {
    String signature = signer.calculateSignature(parts.toArray(byte[][]::new));
    boolean unsigned = signature.isEmpty(); // Jupyter is configured not to sign messages
    if (!unsigned && !MessageDigest.isEqual(signature.getBytes(StandardCharsets.US_ASCII), given)) {
      throw new MalformedMessageException("its signature is wrong");
    }
  }

  @SuppressWarnings("unchecked")
  private static Header<Object> cast(Header<?> header) {
    return (Header<Object>) header;
  }

  private static Header<?> header(JsonObject header) {
    TEXTS_OF_HEADER.forEach(field -> requireText(header, field));
    return GSON.fromJson(header, Header.class);
  }

  private static Object content(MessageType<?> type, JsonObject content) {
    if (WITH_CODE.contains(type.getName())) {
      requireText(content, "code");
    }
    return GSON.fromJson(content, type.getContentType());
  }

  private static void requireText(JsonObject json, String field) {
    JsonElement value = json.get(field);
    if (value == null || !value.isJsonPrimitive() || !value.getAsJsonPrimitive().isString()) {
      throw new IllegalArgumentException("it has no string '%s'".formatted(field));
    }
  }

  private static JsonObject object(byte[] json) {
    JsonElement element = JsonParser.parseString(new String(json, StandardCharsets.UTF_8));
    if (!element.isJsonObject()) {
      throw new IllegalArgumentException("not a JSON object");
    }
    return element.getAsJsonObject();
  }

  private interface Parser<T> {
    T parse();
  }

  private static <T> T parse(String what, Parser<T> parser) throws MalformedMessageException {
    try {
      return parser.parse();
    } catch (RuntimeException | StackOverflowError e) {
      String why = e instanceof StackOverflowError ? "it is nested too deeply" : Reason.of(e);
      throw new MalformedMessageException("its %s cannot be read: %s".formatted(what, why));
    }
  }
}
