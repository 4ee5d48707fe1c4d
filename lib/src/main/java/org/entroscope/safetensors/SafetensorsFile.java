package org.entroscope.safetensors;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import org.entroscope.files.Reason;

/**
 * A safetensors file that is open for reading. The file consists of eight bytes with the header's
 * length, the header in JSON, and the tensors' bytes. It may have any length; a tensor may have at
 * most 2^31 - 1 elements.
 */
public final class SafetensorsFile implements Closeable {

  private static final int CHUNK = 1 << 20;

  private final Path file;
  private final FileChannel channel;
  private final Map<String, TensorInfo> tensors;

  private SafetensorsFile(Path file, FileChannel channel) throws IOException {
    this.file = file;
    this.channel = channel;
    tensors = header();
  }

  /**
   * Opens a file and checks its whole header. The header is checked before memory is allocated for
   * any tensor.
   *
   * @throws IOException if it is not a complete and consistent safetensors file; the message names
   *     the file and the fault
   */
  public static SafetensorsFile open(Path file) throws IOException {
    FileChannel channel = channel(file);
    try {
      return new SafetensorsFile(file, channel);
    } catch (IOException e) {
      channel.close();
      throw new IOException(file + " is not a complete safetensors file: " + Reason.of(e), e);
    }
  }

  private static FileChannel channel(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new IOException("cannot read " + file + ": it is a folder");
    }
    try {
      return FileChannel.open(file);
    } catch (NoSuchFileException e) { // callers catch this type
      throw new NoSuchFileException(file.toString(), null, Reason.of(e));
    } catch (IOException e) {
      throw Reason.cannotRead(file, e);
    }
  }

  private Map<String, TensorInfo> header() throws IOException {
    long size = channel.size();
    if (size < 8) {
      throw new IOException("it has %,d bytes, too few for a header's length".formatted(size));
    }
    long length = read(0, 8).getLong();
    if (length < 0 || length > size - 8) {
      throw new IOException(
          "it declares a header of %s bytes, but has %,d bytes in all"
              .formatted(Long.toUnsignedString(length), size));
    }
    if (length > SafetensorsHeader.MOST_BYTES) {
      throw new IOException(
          "its header has %,d bytes, more than the %,d that the format allows"
              .formatted(length, SafetensorsHeader.MOST_BYTES));
    }
    return SafetensorsHeader.parse(read(8, (int) length).array(), size - 8 - length);
  }

  private ByteBuffer read(long position, int bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    fill(buffer, position);
    return buffer;
  }

  private void fill(ByteBuffer buffer, long position) throws IOException {
    long from = position;
    while (buffer.hasRemaining()) {
      int read = channel.read(buffer, from);
      if (read < 0) {
        throw new EOFException(file + " became shorter while it was read");
      }
      from += read;
    }
    buffer.flip();
  }

  /** Returns the names of the tensors, in the order of their data in the file. */
  public Set<String> names() {
    return tensors.keySet();
  }

  /** Returns all tensors, in the order of their data in the file. */
  public Collection<TensorInfo> tensors() {
    return tensors.values();
  }

  /**
   * Returns the type, the shape and the position of a tensor.
   *
   * @throws IOException if there is no tensor of that name
   */
  public TensorInfo info(String name) throws IOException {
    TensorInfo info = tensors.get(name);
    if (info == null) {
      throw new IOException(file + " has no tensor '" + name + "'");
    }
    return info;
  }

  /**
   * Returns the elements of a tensor in row-major order; 16-bit floats are widened, which is exact.
   *
   * @throws IOException if there is no such tensor, its type is not F32, F16 or BF16, or it cannot
   *     be read
   */
  public float[] floats(String name) throws IOException {
    TensorInfo info = info(name);
    if (!info.type().isReadable()) {
      throw new IOException(
          "%s: '%s' is of type %s; F32, F16 and BF16 can be read"
              .formatted(file, name, info.dtype()));
    }
    if (info.size() > Integer.MAX_VALUE - 8) {
      throw new IOException(
          "%s: '%s' has %,d elements, more than an array can hold"
              .formatted(file, name, info.size()));
    }
    float[] values = new float[(int) info.size()];
    int width = info.type().bits() / Byte.SIZE;
    ByteBuffer chunk = ByteBuffer.allocateDirect((int) Math.min(CHUNK, Math.max(1, info.bytes())));
    chunk.order(ByteOrder.LITTLE_ENDIAN);
    int at = 0;
    while (at < values.length) {
      chunk.clear().limit((int) Math.min(chunk.capacity(), (long) (values.length - at) * width));
      fill(chunk, info.position() + (long) at * width);
      while (chunk.hasRemaining()) {
        values[at++] = info.type().value(width == 4 ? chunk.getInt() : chunk.getShort() & 0xffff);
      }
    }
    return values;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
