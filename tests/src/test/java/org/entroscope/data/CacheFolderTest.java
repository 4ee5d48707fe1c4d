package org.entroscope.data;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class CacheFolderTest {

  @Test
  void theNearerSettingWins() {
    Path usual = Path.of(System.getProperty("user.home"), ".cache", "entroscope");
    assertEquals(usual, CacheFolder.path(null, null));
    assertEquals(usual, CacheFolder.path(" ", ""));
    assertEquals(Path.of("e").toAbsolutePath(), CacheFolder.path(null, "e"));
    assertEquals(Path.of("p").toAbsolutePath(), CacheFolder.path("p", "e"));
  }
}
