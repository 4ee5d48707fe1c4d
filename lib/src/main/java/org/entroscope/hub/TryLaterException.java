package org.entroscope.hub;

import java.io.IOException;
import java.net.http.HttpHeaders;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Signals that the server is busy and says when to try again. */
final class TryLaterException extends IOException {

  private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");

  /**
   * The hub's header {@code "api";r=0;t=55}, in which t is the number of seconds until the next
   * window.
   */
  private static final Pattern WINDOW = Pattern.compile("(?:.*;)?\\s*t=(\\d{1,9})\\s*(?:;.*)?");

  private final Duration wait;

  TryLaterException(String message, Duration wait) {
    super(message + " and asks to wait " + wait.toSeconds() + " s");
    this.wait = wait;
  }

  /** Returns how long to wait; not negative. */
  Duration duration() {
    return wait;
  }

  /**
   * Returns the wait that a busy server asks for in {@code Retry-After}, in seconds or as a date,
   * or in the hub's header.
   */
  static Optional<Duration> asked(HttpHeaders headers) {
    String after = headers.firstValue("Retry-After").orElse("").strip();
    if (SECONDS.matcher(after).matches()) {
      return Optional.of(Duration.ofSeconds(Long.parseLong(after)));
    }
    try {
      var date = ZonedDateTime.parse(after, DateTimeFormatter.RFC_1123_DATE_TIME);
      Duration until = Duration.between(ZonedDateTime.now(date.getZone()), date);
      return Optional.of(until.isNegative() ? Duration.ZERO : until);
    } catch (DateTimeException e) {
      // not a date; an empty or invalid header is ignored
    }
    Matcher window = WINDOW.matcher(headers.firstValue("RateLimit").orElse(""));
    return window.matches()
        ? Optional.of(Duration.ofSeconds(Long.parseLong(window.group(1))))
        : Optional.empty();
  }
}
