package org.entroscope.hub;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.entroscope.files.Reason;

/** The bytes of a file on disk. */
record LocalBytes(Path file, FileChannel channel) implements RandomBytes {

  /**
   * Opens a file.
   *
   * @throws IOException if it cannot be opened; the message has the path and the reason
   */
  static LocalBytes open(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new IOException(
          "cannot read " + file.toAbsolutePath() + ": it is a folder; name the files in it");
    }
    try {
      return new LocalBytes(file, FileChannel.open(file));
    } catch (IOException e) {
      throw new IOException("cannot read " + file.toAbsolutePath() + ": " + Reason.of(e), e);
    }
  }

  @Override
  public String name() {
    return file.getFileName().toString();
  }

  @Override
  public long size() throws IOException {
    return channel.size();
  }

  @Override
  public int read(long position, byte[] target, int offset, int length) throws IOException {
    return channel.read(ByteBuffer.wrap(target, offset, length), position);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
