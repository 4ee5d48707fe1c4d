package org.entroscope.hub;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.time.Duration;

/** The bytes of a file on disk or on a server, which can be read from any position. */
public interface RandomBytes extends Closeable {

  /**
   * Opens a file.
   *
   * @throws IOException if it cannot be opened; the message has the path and the reason
   */
  static RandomBytes of(Path file) throws IOException {
    return LocalBytes.open(file);
  }

  /**
   * Opens a file on a server that supports range requests, and downloads its first block.
   *
   * @param patience the time for which the server may be silent
   * @throws IOException if there is no such file, or the server does not support range requests
   */
  static RandomBytes of(URI address, Duration patience) throws IOException {
    return RemoteBytes.open(address, patience);
  }

  /** Returns the file's name, for messages. */
  String name();

  /** Returns the number of bytes. */
  long size() throws IOException;

  /**
   * Reads some bytes.
   *
   * @return the number of bytes read, at least 1, or -1 at the end
   */
  int read(long position, byte[] target, int offset, int length) throws IOException;

  /** Returns the bytes as a read-only channel; closing it closes this object. */
  default SeekableByteChannel channel() {
    return new RandomBytesChannel(this);
  }

  /** Returns all bytes as a stream; closing it closes this object. */
  default InputStream stream() {
    return Channels.newInputStream(channel());
  }
}
