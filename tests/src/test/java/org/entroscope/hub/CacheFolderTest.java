package org.entroscope.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class CacheFolderTest {

  @Test
  void theNearerSettingWins() {
    Path usual = UserHome.path().resolve(".cache").resolve("entroscope");
    assertEquals(usual, CacheFolder.path(null, null));
    assertEquals(usual, CacheFolder.path(" ", ""));
    assertEquals(Path.of("e").toAbsolutePath(), CacheFolder.path(null, "e"));
    assertEquals(Path.of("p").toAbsolutePath(), CacheFolder.path("p", "e"));
  }

  @Test
  void theHomeIsTheOneOfTheShellAndOfPython() {
    Path ada = Path.of("/home/ada");
    assertEquals(ada, UserHome.path("/home/ada", "/root", "Linux"));
    assertEquals(ada, UserHome.path(" ", "/home/ada", "Linux"));
    assertEquals(ada, UserHome.path("/c/msys", "/home/ada", "Windows 11"));
    String message =
        assertThrows(IllegalStateException.class, () -> UserHome.path(null, "?", "Linux"))
            .getMessage();
    assertTrue(message.contains("set HOME"), message);
  }
}
