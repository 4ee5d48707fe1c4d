package org.entroscope.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TryLaterTest {

  private static Optional<Duration> asked(String name, String value) {
    return TryLaterException.asked(HttpHeaders.of(Map.of(name, List.of(value)), (n, v) -> true));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Retry-After | 7 | 7",
        "Retry-After | 0 | 0",
        "retry-after | 86400 | 86400",
        "RateLimit | \"resolvers\";r=0;t=55 | 55",
        "RateLimit | t=3;r=0 | 3",
        "Retry-After | Wed, 21 Oct 2015 07:28:00 GMT | 0"
      })
  void secondsAndWindowsAreUnderstood(String name, String value, long seconds) {
    assertEquals(Optional.of(Duration.ofSeconds(seconds)), asked(name, value));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Retry-After | soon",
        "Retry-After | -1",
        "Retry-After | 1.5",
        "Retry-After | 99999999999999999999",
        "RateLimit | r=0",
        "Date | 7"
      })
  void whatIsNeitherSaysNothing(String name, String value) {
    assertEquals(Optional.empty(), asked(name, value));
  }

  @Test
  void aDateIsAWait() {
    var date = ZonedDateTime.now(ZoneOffset.UTC).plusHours(1);
    long wait =
        asked("Retry-After", DateTimeFormatter.RFC_1123_DATE_TIME.format(date))
            .orElseThrow()
            .toMinutes();
    assertTrue(wait == 59 || wait == 60, wait + " minutes");
  }
}
