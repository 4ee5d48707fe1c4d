package org.entroscope.hub;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/** Sends GET requests and follows redirections, but never from https to http. */
final class HttpRequests {

  private static final int MOST_REDIRECTIONS = 5;
  private static final int MOST_PATIENCES = 5;
  private static final int WORDS_TOLD = 200;
  private static final Pattern RANGE = Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/(\\d{1,18})");

  private HttpRequests() {}

  /**
   * The answer after all redirections.
   *
   * @param tag the file's checksum or version, from the first answer that has one; may be empty
   * @param linkedSize the file's size according to the first server, or -1
   */
  record Answer(HttpResponse<ResponseBody> response, String tag, long linkedSize) {}

  static HttpClient client(Duration patience) {
    return HttpClient.newBuilder()
        .connectTimeout(patience)
        .followRedirects(HttpClient.Redirect.NEVER)
        .build();
  }

  static HttpRequest.Builder get(URI address, Duration patience) {
    return HttpRequest.newBuilder(address)
        .timeout(patience)
        .header("User-Agent", "entroscope")
        .header("Accept-Encoding", "identity");
  }

  /**
   * Sends a request and follows redirections.
   *
   * @throws RefusedException if the server cannot be found, which another attempt will not change
   * @throws IOException if there is no answer; the message says why
   */
  static Answer send(HttpClient client, HttpRequest.Builder request, Duration patience)
      throws IOException, InterruptedException {
    String tag = "";
    long size = -1;
    URI at = request.build().uri();
    for (int i = 0; i <= MOST_REDIRECTIONS; i++) {
      HttpRequest.Builder here = request.copy().uri(at);
      HubToken.addTo(here, at);
      HttpResponse<ResponseBody> response =
          sent(client, here.build(), ResponseBody.handler(patience));
      // for a large file the hub gives the checksum together with the redirection to the storage
      String version =
          response
              .headers()
              .firstValue("X-Linked-Etag")
              .or(() -> response.headers().firstValue("ETag"))
              .orElse("");
      tag = tag.isEmpty() ? version.replaceFirst("^W/", "").replace("\"", "") : tag;
      String linked = response.headers().firstValue("X-Linked-Size").orElse("");
      if (!linked.isEmpty() && !linked.matches("\\d{1,18}")) {
        response.body().close();
        throw new IOException("the server claims a size of " + shortened(linked) + " bytes");
      }
      size = size < 0 && !linked.isEmpty() ? Long.parseLong(linked) : size;
      if (response.statusCode() / 100 != 3) {
        return new Answer(response, tag, size);
      }
      response.body().close();
      at = redirected(at, response);
    }
    throw new RefusedException("the server redirects from one address to the next without end");
  }

  private static <T> HttpResponse<T> sent(
      HttpClient client, HttpRequest request, HttpResponse.BodyHandler<T> handler)
      throws IOException, InterruptedException {
    String host = request.uri().getAuthority();
    try {
      return client.send(request, handler);
    } catch (ConnectException e) { // its own message is often null
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        if (cause instanceof UnresolvedAddressException) {
          throw new RefusedException(
              "no server " + host + " can be found; is this machine online?", e);
        }
      }
      throw new IOException(host + " does not accept the connection", e);
    } catch (HttpTimeoutException e) {
      throw new IOException(host + " does not answer in time", e);
    }
  }

  /**
   * Returns an exception that explains an unsuccessful status.
   *
   * @return a {@link RefusedException} if another attempt will not change it, otherwise an {@link
   *     IOException}
   */
  static IOException failure(HttpResponse<?> response) {
    int status = response.statusCode();
    // the hub's own message, for example that a repository is gated
    String words = response.headers().firstValue("X-Error-Message").orElse("");
    words = words.replaceAll("\\p{Cntrl}", " ").strip();
    String message =
        "the server answers " + status + (words.isEmpty() ? "" : " (" + shortened(words) + ")");
    if (status == 401 || status == 403) {
      message +=
          ": there is nothing of that name, or it is private or gated; check the name, and set "
              + HubToken.VARIABLE
              + " to a token that may read it";
    }
    boolean temporary = status >= 500 || status == 408 || status == 429;
    if (!temporary) {
      return new RefusedException(message);
    }
    Optional<Duration> wait = TryLaterException.asked(response.headers());
    return wait.isPresent() ? new TryLaterException(message, wait.get()) : new IOException(message);
  }

  /**
   * Waits after a failed attempt, each time twice as long. With a patience of one minute, the first
   * wait is half a second. If the server asks for a longer wait, waits that long.
   *
   * @throws RefusedException if the server asks for more than five times the patience
   */
  static void pause(Duration patience, int attempt, IOException failure)
      throws IOException, InterruptedException {
    Duration wait = Duration.ofMillis((patience.toMillis() / 128) << attempt);
    if (failure instanceof TryLaterException later) {
      if (later.duration().compareTo(patience.multipliedBy(MOST_PATIENCES)) > 0) {
        throw new RefusedException(later.getMessage() + "; try again then", later);
      }
      wait = later.duration().compareTo(wait) > 0 ? later.duration() : wait;
    }
    Thread.sleep(wait.toMillis());
  }

  private static String shortened(String words) {
    return words.length() <= WORDS_TOLD ? words : words.substring(0, WORDS_TOLD) + "...";
  }

  private static URI redirected(URI from, HttpResponse<?> response) throws IOException {
    String location = response.headers().firstValue("Location").orElse("");
    try {
      URI to = from.resolve(location);
      boolean secure = "https".equals(to.getScheme());
      if (!location.isEmpty()
          && to.getHost() != null
          && (secure || "http".equals(to.getScheme()) && "http".equals(from.getScheme()))) {
        return to;
      }
    } catch (IllegalArgumentException e) {
      // falls through
    }
    throw new RefusedException(
        "the server redirects to '"
            + shortened(location)
            + "', which is not an address that can be followed");
  }

  /** Returns the size of the content of a response with status 200, or -1 if it is not known. */
  static long length(HttpResponse<?> response, long linkedSize) {
    // the length of a compressed body is not the length of its content
    long length =
        isPacked(response) ? -1 : response.headers().firstValueAsLong("Content-Length").orElse(-1);
    return linkedSize >= 0 ? linkedSize : length;
  }

  /**
   * Returns whether the body is compressed for the transfer, although the request excluded that.
   */
  static boolean isPacked(HttpResponse<?> response) {
    String packing = response.headers().firstValue("Content-Encoding").orElse("").strip();
    return !packing.isEmpty() && !packing.equalsIgnoreCase("identity");
  }

  /**
   * Returns the body, decompressed if it was compressed for the transfer.
   *
   * @throws RefusedException if it is compressed in another format than gzip
   */
  static InputStream unpacked(HttpResponse<ResponseBody> response) throws IOException {
    if (!isPacked(response)) {
      return response.body();
    }
    String packing = response.headers().firstValue("Content-Encoding").orElse("").strip();
    if (packing.equalsIgnoreCase("gzip") || packing.equalsIgnoreCase("x-gzip")) {
      return new GZIPInputStream(response.body());
    }
    throw new RefusedException(
        "the server sends it compressed as '" + shortened(packing) + "', which was not requested");
  }

  /** Returns whether the transfer alone shows that a body is complete. */
  static boolean hasAnEnd(HttpResponse<?> response) {
    var headers = response.headers();
    return response.version() == HttpClient.Version.HTTP_2
        || headers.firstValue("Content-Length").isPresent()
        || headers
            .firstValue("Transfer-Encoding")
            .orElse("")
            .toLowerCase(Locale.ROOT)
            .contains("chunked")
        || isPacked(response);
  }

  /** Returns the first position and the total size, or null if there is no such header. */
  static long[] contentRange(HttpResponse<?> response) {
    Matcher range = RANGE.matcher(response.headers().firstValue("Content-Range").orElse(""));
    return range.matches()
        ? new long[] {Long.parseLong(range.group(1)), Long.parseLong(range.group(3))}
        : null;
  }
}
