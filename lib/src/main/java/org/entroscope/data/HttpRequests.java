package org.entroscope.data;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** GET requests that follow redirections, never from https to http. */
final class HttpRequests {

  private static final int MOST_REDIRECTIONS = 5;
  private static final Pattern RANGE = Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/(\\d{1,18})");

  private HttpRequests() {}

  /**
   * What came at the end of all redirections.
   *
   * @param tag the file's checksum or version, from the first answer that has one; may be empty
   * @param linkedSize the file's size as the first server tells it, or -1
   */
  record Answer<T>(HttpResponse<T> response, String tag, long linkedSize) {}

  static HttpClient client(Duration patience) {
    return HttpClient.newBuilder()
        .connectTimeout(patience)
        .followRedirects(HttpClient.Redirect.NEVER)
        .build();
  }

  static HttpRequest.Builder get(URI address, Duration patience) {
    return HttpRequest.newBuilder(address).timeout(patience).header("User-Agent", "entroscope");
  }

  /**
   * Sends a request and follows where it is sent on to.
   *
   * @throws RefusedException if the server cannot be found, which another attempt will not change
   * @throws IOException if there is no answer; the message says why in words
   */
  static <T> Answer<T> send(
      HttpClient client, HttpRequest.Builder request, HttpResponse.BodyHandler<T> handler)
      throws IOException, InterruptedException {
    String tag = "";
    long size = -1;
    URI at = request.build().uri();
    for (int i = 0; i <= MOST_REDIRECTIONS; i++) {
      HttpRequest.Builder here = request.copy().uri(at);
      HubToken.addTo(here, at);
      HttpResponse<T> response = sent(client, here.build(), handler);
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
        throw new IOException("the server claims a size of " + linked + " bytes");
      }
      size = size < 0 && !linked.isEmpty() ? Long.parseLong(linked) : size;
      if (response.statusCode() / 100 != 3) {
        return new Answer<>(response, tag, size);
      }
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
        "the server answers "
            + status
            + (words.isEmpty()
                ? ""
                : " (" + words.substring(0, Math.min(200, words.length())) + ")");
    if (status == 401 || status == 403) {
      message +=
          ": there is nothing of that name, or it is private or gated; check the name, and set "
              + HubToken.VARIABLE
              + " to a token that may read it";
    }
    boolean temporary = status >= 500 || status == 408 || status == 429;
    return temporary ? new IOException(message) : new RefusedException(message);
  }

  /** Waits after a failed attempt, longer each time: half a second after the first for a minute. */
  static void pause(Duration patience, int attempt) throws InterruptedException {
    Thread.sleep((patience.toMillis() / 128) << attempt);
  }

  private static URI redirected(URI from, HttpResponse<?> response) throws IOException {
    String location = response.headers().firstValue("Location").orElse("");
    if (response.body() instanceof AutoCloseable body) {
      try {
        body.close();
      } catch (Exception e) {
        throw new IOException(e);
      }
    }
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
        "the server sends on to '" + location + "', which is no address to go to");
  }

  /** The size of what a response of status 200 holds, or -1 where nobody says. */
  static long length(HttpResponse<?> response, long linkedSize) {
    long length = response.headers().firstValueAsLong("Content-Length").orElse(-1);
    return linkedSize >= 0 ? linkedSize : length;
  }

  /** First position and whole size, or null if there is no such header. */
  static long[] contentRange(HttpResponse<?> response) {
    Matcher range = RANGE.matcher(response.headers().firstValue("Content-Range").orElse(""));
    return range.matches()
        ? new long[] {Long.parseLong(range.group(1)), Long.parseLong(range.group(3))}
        : null;
  }
}
