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

/** GET requests that follow redirections, never from https to http. */
final class HttpRequests {

  private static final int MOST_REDIRECTIONS = 5;
  private static final int MOST_PATIENCES = 5;
  private static final int WORDS_TOLD = 200;
  private static final Pattern RANGE = Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/(\\d{1,18})");

  private HttpRequests() {}

  /**
   * What came at the end of all redirections.
   *
   * @param tag the file's checksum or version, from the first answer that has one; may be empty
   * @param linkedSize the file's size as the first server tells it, or -1
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
   * Sends a request and follows where it is sent on to.
   *
   * @throws RefusedException if the server cannot be found, which another attempt will not change
   * @throws IOException if there is no answer; the message says why in words
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
      // the hub tells the checksum of a large file before it sends one on to where it lies
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
    throw new RefusedException("the server sends from one address to the next without end");
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
   * What a status that is no success means for the one who asked.
   *
   * @throws RefusedException if another attempt will not change it
   * @throws IOException otherwise
   */
  static IOException failure(HttpResponse<?> response) {
    int status = response.statusCode();
    // the hub's own words, for example that a repository is gated
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
   * Waits after a failed attempt, longer each time, half a second after the first for a patience of
   * a minute; or as long as the server asks for.
   *
   * @throws RefusedException if it asks for more than five times the patience
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
        "the server sends on to '" + shortened(location) + "', which is no address to go to");
  }

  /** The size of what a response of status 200 holds, or -1 where nobody says. */
  static long length(HttpResponse<?> response, long linkedSize) {
    // what is packed has another length than what it holds
    long length =
        isPacked(response) ? -1 : response.headers().firstValueAsLong("Content-Length").orElse(-1);
    return linkedSize >= 0 ? linkedSize : length;
  }

  /** Whether the body is packed for the journey, though that was not asked for. */
  static boolean isPacked(HttpResponse<?> response) {
    String packing = response.headers().firstValue("Content-Encoding").orElse("").strip();
    return !packing.isEmpty() && !packing.equalsIgnoreCase("identity");
  }

  /**
   * The body, unpacked if it was packed for the journey.
   *
   * @throws RefusedException if it is packed in another way than with gzip
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
        "the server packs it as '" + shortened(packing) + "', which was not asked for");
  }

  /** Whether one can tell by the transfer alone that a body is whole. */
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

  /** First position and whole size, or null if there is no such header. */
  static long[] contentRange(HttpResponse<?> response) {
    Matcher range = RANGE.matcher(response.headers().firstValue("Content-Range").orElse(""));
    return range.matches()
        ? new long[] {Long.parseLong(range.group(1)), Long.parseLong(range.group(3))}
        : null;
  }
}
