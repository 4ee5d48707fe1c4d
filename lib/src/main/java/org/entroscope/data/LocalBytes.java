package org.entroscope.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** A file on disk. */
record LocalBytes(Path file, FileChannel channel) implements RandomBytes {

  static LocalBytes open(Path file) throws IOException {
    return new LocalBytes(file, FileChannel.open(file));
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
