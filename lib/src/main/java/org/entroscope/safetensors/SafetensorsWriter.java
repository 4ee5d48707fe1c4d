package org.entroscope.safetensors;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Collection;
import java.util.function.Supplier;
import org.entroscope.files.AtomicFile;
import org.entroscope.files.Reason;

/** Writes tensors of type F32. Only one tensor at a time is held in memory. */
public final class SafetensorsWriter {

  private static final int CHUNK = 1 << 20;

  private SafetensorsWriter() {}

  /**
   * A tensor to be written.
   *
   * @param name its name
   * @param shape its dimensions
   * @param values the supplier of its elements in row-major order, which is called once
   */
  public record Tensor(String name, long[] shape, Supplier<float[]> values) {

    private long size() {
      return Arrays.stream(shape).reduce(1, Math::multiplyExact);
    }
  }

  /**
   * Writes a file. It appears complete and synced to the disk, or not at all.
   *
   * @throws IOException if it cannot be written; an existing file is then unchanged
   */
  public static void write(Path file, Collection<Tensor> tensors) throws IOException {
    try {
      AtomicFile.write(
          file,
          part -> {
            try (FileChannel channel =
                FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
              write(channel, tensors);
              channel.force(true);
            }
          });
    } catch (IOException e) {
      throw Reason.cannotWrite(file, e);
    }
  }

  private static void write(FileChannel channel, Collection<Tensor> tensors) throws IOException {
    byte[] header = header(tensors);
    ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
    drain(channel, chunk.putLong(header.length));
    drain(channel, ByteBuffer.wrap(header).position(header.length));
    for (Tensor tensor : tensors) {
      float[] values = tensor.values().get();
      if (values.length != tensor.size()) {
        throw new IllegalArgumentException(
            "'%s' has the shape %s, but %,d values were given"
                .formatted(tensor.name(), Arrays.toString(tensor.shape()), values.length));
      }
      for (int at = 0; at < values.length; ) {
        int count = Math.min(chunk.capacity() / Float.BYTES, values.length - at);
        for (int i = 0; i < count; i++) {
          chunk.putInt(Float.floatToRawIntBits(values[at++]));
        }
        drain(channel, chunk);
      }
    }
  }

  private static void drain(FileChannel channel, ByteBuffer chunk) throws IOException {
    chunk.flip();
    while (chunk.hasRemaining()) {
      channel.write(chunk);
    }
    chunk.clear();
  }

  /** Returns the header, padded with spaces so that the tensors' data are aligned. */
  private static byte[] header(Collection<Tensor> tensors) throws IOException {
    ObjectMapper json = new ObjectMapper();
    ObjectNode root = json.createObjectNode();
    root.putObject("__metadata__").put("format", "pt"); // Transformers requires this entry
    long offset = 0;
    for (Tensor tensor : tensors) {
      ObjectNode node = root.putObject(tensor.name()).put("dtype", "F32");
      ArrayNode shape = node.putArray("shape");
      Arrays.stream(tensor.shape()).forEach(shape::add);
      long end = offset + Float.BYTES * tensor.size();
      node.putArray("data_offsets").add(offset).add(end);
      offset = end;
    }
    byte[] text = json.writeValueAsBytes(root);
    byte[] padded = Arrays.copyOf(text, (text.length + 7) / 8 * 8);
    Arrays.fill(padded, text.length, padded.length, (byte) ' ');
    return padded;
  }
}
