package org.entroscope.hub;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.time.Duration;

/** Bytes that can be read from any position: a file on disk, or one on a server. */
public interface RandomBytes extends Closeable {

  /**
   * Opens a file.
   *
   * @throws IOException if it cannot be opened; the message has its path and the reason
   */
  static RandomBytes of(Path file) throws IOException {
    return LocalBytes.open(file);
  }

  /**
   * Opens a file on a server that gives ranges, and fetches its first block.
   *
   * @param patience how long the server may be silent
   * @throws IOException if there is no such file, or the server does not give ranges
   */
  static RandomBytes of(URI address, Duration patience) throws IOException {
    return RemoteBytes.open(address, patience);
  }

  /** What it is called, for messages. */
  String name();

  /** How many there are. */
  long size() throws IOException;

  /**
   * Reads some bytes.
   *
   * @return how many, at least 1, or -1 at the end
   */
  int read(long position, byte[] target, int offset, int length) throws IOException;

  /** The same as a channel to read from; closing it closes this. */
  default SeekableByteChannel channel() {
    return new RandomBytesChannel(this);
  }

  /** All bytes from the first to the last. */
  default InputStream stream() {
    return Channels.newInputStream(channel());
  }
}
