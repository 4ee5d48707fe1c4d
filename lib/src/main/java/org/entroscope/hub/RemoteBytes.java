package org.entroscope.hub;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.entroscope.files.Reason;

/**
 * The bytes of a file on a server, read block by block with range requests. Two blocks are kept, so
 * that neither reading a footer nor reading the whole file costs a request for every few bytes. A
 * request that fails is repeated. If the file changes while it is read, reading fails.
 */
final class RemoteBytes implements RandomBytes {

  static final int BLOCK = 4 << 20;
  private static final int ATTEMPTS = 5;

  private final URI address;
  private final Duration patience;
  private final HttpClient client;
  private final long size;
  private final String tag;
  private byte[] block = new byte[0];
  private long blockStart;
  private byte[] older = new byte[0];
  private long olderStart;

  private RemoteBytes(URI address, Duration patience, HttpClient client, Part first) {
    this.address = address;
    this.patience = patience;
    this.client = client;
    size = first.size;
    tag = first.tag;
    block = first.bytes;
  }

  /** A received range. */
  private record Part(byte[] bytes, long size, String tag) {}

  /**
   * Requests the first block.
   *
   * @throws IOException if there is no such file, or the server does not support range requests
   */
  static RemoteBytes open(URI address, Duration patience) throws IOException {
    HttpClient client = HttpRequests.client(patience);
    return new RemoteBytes(
        address, patience, client, fetched(client, address, patience, 0, BLOCK, null));
  }

  @Override
  public String name() {
    String path = address.getPath();
    return path.substring(path.lastIndexOf('/') + 1);
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public int read(long position, byte[] target, int offset, int length) throws IOException {
    if (position >= size) {
      return -1;
    }
    if (!holds(blockStart, block, position)) {
      byte[] kept = block;
      long keptStart = blockStart;
      boolean wanted = holds(olderStart, older, position);
      if (wanted) {
        block = older;
        blockStart = olderStart;
      } else {
        long start = position / BLOCK * BLOCK;
        int count = (int) Math.min(BLOCK, size - start);
        block = fetched(client, address, patience, start, count, this).bytes;
        blockStart = start;
      }
      older = kept;
      olderStart = keptStart;
    }
    int from = (int) (position - blockStart);
    int count = Math.min(length, block.length - from);
    System.arraycopy(block, from, target, offset, count);
    return count;
  }

  private static boolean holds(long start, byte[] bytes, long position) {
    return position >= start && position < start + bytes.length;
  }

  private static Part fetched(
      HttpClient client, URI address, Duration patience, long from, int count, RemoteBytes known)
      throws IOException {
    IOException last = null;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      try {
        if (attempt > 0) {
          HttpRequests.pause(patience, attempt - 1, last);
        }
        return once(client, address, patience, from, count, known);
      } catch (RefusedException e) {
        throw new IOException("cannot read " + address + ": " + Reason.of(e), e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("reading " + address + " was interrupted");
      } catch (InterruptedIOException e) {
        throw e;
      } catch (IOException e) {
        last = e;
      }
    }
    throw new IOException(
        "cannot read " + address + " (tried " + ATTEMPTS + " times): " + Reason.of(last), last);
  }

  private static Part once(
      HttpClient client, URI address, Duration patience, long from, int count, RemoteBytes known)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequests.get(address, patience)
            .header("Range", "bytes=" + from + "-" + (from + count - 1));
    var answer = HttpRequests.send(client, request, patience);
    HttpResponse<ResponseBody> response = answer.response();
    try (InputStream in = response.body()) {
      long[] range = HttpRequests.contentRange(response);
      int status = response.statusCode();
      if (status == 200 || status == 206 && range == null) {
        throw new RefusedException(
            "the server does not support range requests; download the file first");
      }
      if (status != 206) {
        throw HttpRequests.failure(response);
      }
      if (HttpRequests.isPacked(response)) {
        throw new RefusedException("the server compresses its ranges; download the file first");
      }
      if (known != null && (range[1] != known.size || !answer.tag().equals(known.tag))) {
        throw new RefusedException("it has changed while it was read");
      }
      int wanted = (int) Math.min(count, range[1] - from);
      byte[] bytes = in.readNBytes(Math.max(0, wanted));
      if (range[0] != from || bytes.length != wanted) {
        throw new EOFException(
            "only %,d of the %,d bytes from position %,d arrived"
                .formatted(bytes.length, wanted, from));
      }
      return new Part(bytes, range[1], answer.tag());
    }
  }

  @Override
  public void close() {
    block = new byte[0];
    older = new byte[0];
  }
}
