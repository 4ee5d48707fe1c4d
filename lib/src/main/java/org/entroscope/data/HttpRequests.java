package org.entroscope.data;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
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

  static <T> Answer<T> send(
      HttpClient client, HttpRequest.Builder request, HttpResponse.BodyHandler<T> handler)
      throws IOException, InterruptedException {
    String tag = "";
    long size = -1;
    URI at = request.build().uri();
    for (int i = 0; i <= MOST_REDIRECTIONS; i++) {
      HttpResponse<T> response = client.send(request.uri(at).build(), handler);
      // the hub tells the checksum of a large file before it sends one on to where it lies
      String here =
          response
              .headers()
              .firstValue("X-Linked-Etag")
              .or(() -> response.headers().firstValue("ETag"))
              .orElse("");
      tag = tag.isEmpty() ? here.replaceFirst("^W/", "").replace("\"", "") : tag;
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
    throw new IOException("the server sends from one address to the next without end");
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
    throw new IOException(
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
