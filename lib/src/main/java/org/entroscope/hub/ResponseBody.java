package org.entroscope.hub;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.entroscope.files.Reason;

/**
 * The body of a response as a stream. A read fails if its thread is interrupted, if the server is
 * silent for too long, or if it sends less than {@link #LEAST_BYTES_PER_SECOND}. In contrast, the
 * stream of {@code java.net.http} swallows interrupts up to Java 19 and has no time limit.
 */
final class ResponseBody extends InputStream {

  static final int LEAST_BYTES_PER_SECOND = 1000;

  private final Duration patience;
  private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
  private final Deque<ByteBuffer> current = new ArrayDeque<>();
  private final Subscriber subscriber = new Subscriber();
  private long
      waitedNanos; // since the last check of the speed; bytes counts what arrived in this time
  private long bytes;
  private boolean ended;

  private ResponseBody(Duration patience) {
    this.patience = patience;
  }

  /** Received bytes, or the end of the body, or a failure that ended it. */
  private record Received(List<ByteBuffer> buffers, Throwable failure) {
    boolean isEnd() {
      return buffers == null;
    }
  }

  /**
   * Returns a handler that provides the body as soon as the response begins.
   *
   * @param patience the time for which a server may be silent, and the period over which its speed
   *     is measured
   */
  static BodyHandler<ResponseBody> handler(Duration patience) {
    return response -> new ResponseBody(patience).subscriber;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (!ended && (current.isEmpty() || !current.peek().hasRemaining())) {
      if (current.poll() == null) {
        take();
      }
    }
    if (ended) {
      return -1;
    }
    int count = Math.min(length, current.peek().remaining());
    current.peek().get(target, offset, count);
    return count;
  }

  private void take() throws IOException {
    long before = System.nanoTime();
    Received next;
    try {
      next = received.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      close();
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("reading from the server was interrupted");
    }
    waitedNanos += System.nanoTime() - before;
    if (next == null) {
      close();
      throw new IOException("the server was silent for %s".formatted(seconds(patience.toNanos())));
    } else if (next.failure != null) {
      throw new IOException(Reason.of(next.failure), next.failure);
    }
    ended = next.isEnd();
    if (!ended) {
      next.buffers.forEach(buffer -> bytes += buffer.remaining());
      current.addAll(next.buffers);
      checkSpeed();
      subscriber.subscription.request(1);
    }
  }

  private void checkSpeed() throws IOException {
    if (waitedNanos < patience.toNanos()) {
      return;
    }
    if (bytes < LEAST_BYTES_PER_SECOND * (waitedNanos / 1e9)) {
      close();
      throw new IOException(
          "the server is too slow: %,d bytes in %s, and at least %,d per second are expected"
              .formatted(bytes, seconds(waitedNanos), LEAST_BYTES_PER_SECOND));
    }
    waitedNanos = 0;
    bytes = 0;
  }

  private static String seconds(long nanos) {
    return Math.round(nanos / 1e8) / 10.0 + " s";
  }

  /** Ends the transfer; the rest of the body is not read. */
  @Override
  public void close() {
    ended = true;
    current.clear();
    subscriber.close();
  }

  /**
   * Requests the next bytes after the previous ones were read, so that memory holds only a few
   * kilobytes.
   */
  private final class Subscriber implements BodySubscriber<ResponseBody> {
    private volatile Flow.Subscription subscription;
    private volatile boolean closed;

    @Override
    public CompletionStage<ResponseBody> getBody() {
      return CompletableFuture.completedStage(ResponseBody.this);
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
      subscription = given;
      if (closed) {
        given.cancel();
      } else {
        given.request(1);
      }
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
      received.add(new Received(buffers, null));
    }

    @Override
    public void onError(Throwable failure) {
      received.add(new Received(null, failure));
    }

    @Override
    public void onComplete() {
      received.add(new Received(null, null));
    }

    void close() {
      closed = true;
      if (subscription != null) {
        subscription.cancel();
      }
    }
  }
}
