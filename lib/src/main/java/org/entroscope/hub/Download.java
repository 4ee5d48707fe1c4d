package org.entroscope.hub;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import org.entroscope.files.AtomicFile;
import org.entroscope.files.Reason;
import org.entroscope.progress.Progress;

/**
 * Downloads one file over HTTP to a temporary name, checks it, and then renames it. If a connection
 * breaks, stalls or becomes too slow, the download is resumed. A partial file that an earlier
 * process or an interrupt left is also resumed if the server still has the same file.
 */
final class Download {

  private static final int ATTEMPTS = 5;
  private static final int BUFFER = 1 << 16;

  /**
   * If a connection transfers this many bytes before it breaks, earlier failures are not counted.
   */
  private static final int HEADWAY = 1 << 15;

  private final URI address;
  private final Path target;
  private final Path part;
  private final Path tag;
  private final long mostBytes;
  private final Duration patience;

  Download(URI address, Path target, long mostBytes, Duration patience) {
    this.address = address;
    this.target = target;
    this.mostBytes = mostBytes;
    this.patience = patience;
    part = target.resolveSibling(target.getFileName() + AtomicFile.PART);
    tag = target.resolveSibling(target.getFileName() + ".part.tag");
  }

  /** A server's answer to a request for a file. */
  private record Claim(HttpResponse<ResponseBody> response, String tag, long from, long size) {}

  /**
   * Downloads the file.
   *
   * @throws IOException if it cannot be downloaded completely; the message has the address and the
   *     reason
   * @throws CancellationException if the thread is interrupted
   */
  void run() throws IOException {
    HttpClient client = HttpRequests.client(patience);
    String name = target.getFileName().toString();
    try (Progress progress = Progress.begin("Fetching " + name, -1, "bytes")) {
      IOException last = null;
      for (int failures = 0; failures < ATTEMPTS; ) {
        long had = size(part);
        try {
          if (failures > 0) {
            HttpRequests.pause(patience, failures - 1, last);
          }
          fetch(client, progress);
          progress.finish("%,d bytes".formatted(Files.size(target)));
          return;
        } catch (RefusedException e) {
          throw new IOException("cannot fetch " + address + ": " + Reason.of(e), e);
        } catch (InterruptedIOException | ClosedByInterruptException e) {
          Thread.interrupted();
          throw new InterruptedException(e.getMessage());
        } catch (
            FileSystemException e) { // a failure of the disk, which another attempt will not change
          throw address.toString().equals(e.getFile())
              ? e
              : new IOException("cannot fetch " + address + ": " + Reason.withFile(e), e);
        } catch (IOException e) {
          last = e;
          failures = size(part) - had >= HEADWAY ? 1 : failures + 1;
        }
      }
      throw new IOException(
          "cannot fetch %s (tried %d times): %s".formatted(address, ATTEMPTS, Reason.of(last)),
          last);
    } catch (InterruptedException e) {
      throw new CancellationException("Fetching " + name + " was interrupted");
    }
  }

  private void fetch(HttpClient client, Progress progress)
      throws IOException, InterruptedException {
    long have = Files.exists(part) && Files.exists(tag) ? Files.size(part) : 0;
    String known = have > 0 ? Files.readString(tag) : "";
    Claim claim = ask(client, have, known);
    if (claim == null) { // the part is longer than the file
      discard();
      claim = ask(client, 0, "");
    }
    if (claim == null) {
      throw new IOException("the server refuses to send it from the beginning");
    }
    if (claim.size > mostBytes) {
      claim.response.body().close();
      throw refused("it has %,d bytes, more than the %,d allowed", claim.size, mostBytes);
    }
    if (claim.size < 0
        && !Digests.isChecksum(claim.tag)
        && !HttpRequests.hasAnEnd(claim.response)) {
      claim.response.body().close();
      throw refused(
          "the server gives neither a length nor a checksum, so nobody can tell whether the file is"
              + " complete");
    }
    if (claim.from == 0) {
      discard();
      if (!HttpRequests.isPacked(claim.response)) { // a compressed transfer cannot be resumed
        try {
          Files.writeString(tag, claim.tag);
        } catch (IOException e) {
          throw unwritable(tag, e);
        }
      }
    }
    copy(claim, progress);
    long size = Files.size(part);
    if (claim.size >= 0 && size != claim.size) {
      if (size > claim.size) {
        discard();
      }
      throw new IOException(
          "%,d of %,d bytes came before the connection ended".formatted(size, claim.size));
    }
    String wrong = Digests.difference(part, claim.tag);
    if (wrong != null) {
      discard();
      throw new IOException("the downloaded data are not the file: " + wrong);
    }
    AtomicFile.move(part, target);
    Files.deleteIfExists(tag);
  }

  /** Sends a request; returns null if the server has nothing from that position on. */
  private Claim ask(HttpClient client, long have, String known)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequests.get(address, patience);
    if (have > 0) {
      request.header("Range", "bytes=" + have + "-");
    }
    var answer = HttpRequests.send(client, request, patience);
    HttpResponse<ResponseBody> response = answer.response();
    String newTag = answer.tag();
    int status = response.statusCode();
    if (status == 200) {
      return new Claim(response, newTag, 0, HttpRequests.length(response, answer.linkedSize()));
    }
    boolean same = newTag.equals(known) && !known.isEmpty();
    if (status == 206 && same && !HttpRequests.isPacked(response)) {
      long[] range = HttpRequests.contentRange(response);
      if (range == null || range[0] != have) {
        response.body().close();
        throw new IOException("the server sent another range than the requested one");
      }
      return new Claim(response, newTag, have, range[1]);
    }
    response.body().close();
    if (status == 206 || status == 416) { // the file has changed, or the part is too long
      return null;
    }
    if (status == 404) {
      throw new NoSuchFileException(address.toString(), null, "the server has no such file");
    }
    throw HttpRequests.failure(response);
  }

  private void copy(Claim claim, Progress progress) throws IOException {
    long size = claim.from;
    try (ResponseBody body = claim.response.body();
        InputStream in = HttpRequests.unpacked(claim.response);
        OutputStream out =
            Files.newOutputStream(
                part,
                StandardOpenOption.CREATE,
                claim.from == 0 ? StandardOpenOption.TRUNCATE_EXISTING : StandardOpenOption.APPEND,
                StandardOpenOption.WRITE)) {
      byte[] buffer = new byte[BUFFER];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        size += read;
        if (size > mostBytes) {
          throw refused("more than the %,d bytes allowed came", mostBytes);
        }
        write(out, buffer, read);
        progress.advance(read);
      }
    }
  }

  /** Writes bytes; a failure is final, because a full disk stays full in another attempt. */
  private void write(OutputStream out, byte[] bytes, int count) throws IOException {
    try {
      out.write(bytes, 0, count);
    } catch (IOException e) {
      throw unwritable(part, e);
    }
  }

  private static IOException unwritable(Path file, IOException failure) {
    return failure instanceof ClosedByInterruptException
        ? failure
        : new RefusedException(Reason.cannotWrite(file, failure).getMessage(), failure);
  }

  private static long size(Path file) throws IOException {
    return Files.exists(file) ? Files.size(file) : 0;
  }

  private void discard() throws IOException {
    Files.deleteIfExists(part);
    Files.deleteIfExists(tag);
  }

  private static RefusedException refused(String format, Object... arguments) {
    return new RefusedException(format.formatted(arguments));
  }
}
