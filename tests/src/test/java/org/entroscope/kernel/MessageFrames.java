package org.entroscope.kernel;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import org.dflib.jjava.jupyter.messages.HMACGenerator;

/**
 * Converts messages of Jupyter to frames that are signed with a key, and reads them as the kernel
 * does.
 */
public final class MessageFrames {

  private static final int SIGNATURE = 1;
  private static final int FIRST_PART = 2;
  private static final int WHOLE = 6;

  private final HMACGenerator signer;

  /** Creates an object that signs messages with a key. */
  public MessageFrames(String key) {
    try {
      signer = new HMACGenerator("hmac-sha256", key);
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns the frames of a message, signed as Jupyter signs them. */
  public List<byte[]> frames(String id, String type, JsonObject content) {
    JsonObject header = new JsonObject();
    header.addProperty("msg_id", id);
    header.addProperty("username", "test");
    header.addProperty("session", "test");
    header.addProperty("date", "2026-11-29T12:00:00Z");
    header.addProperty("msg_type", type);
    header.addProperty("version", "5.3");
    return signed(header.toString(), "{}", "{}", content.toString());
  }

  /** Returns the frames of a message with any content in its four parts and a correct signature. */
  public List<byte[]> signed(String header, String parent, String metadata, String content) {
    List<byte[]> frames = new ArrayList<>();
    frames.add(bytes("<IDS|MSG>"));
    frames.add(new byte[0]);
    frames.addAll(List.of(bytes(header), bytes(parent), bytes(metadata), bytes(content)));
    return signed(frames);
  }

  /**
   * Returns the frames with a correct signature, or unchanged if they are too few for a message.
   */
  public List<byte[]> signed(List<byte[]> frames) {
    if (frames.size() < WHOLE) {
      return frames;
    }
    byte[][] parts = frames.subList(FIRST_PART, WHOLE).toArray(byte[][]::new);
    List<byte[]> signed = new ArrayList<>(frames);
    signed.set(SIGNATURE, bytes(signer.calculateSignature(parts)));
    return signed;
  }

  /**
   * Reads a message as the kernel does.
   *
   * @throws IOException if the kernel would drop the message; it has the kernel's error message
   */
  public void decode(List<byte[]> frames) throws IOException {
    try {
      new MessageDecoder(signer).decode(frames);
    } catch (MalformedMessageException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
