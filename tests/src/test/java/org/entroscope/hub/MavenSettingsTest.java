package org.entroscope.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MavenSettingsTest {

  @TempDir Path folder;

  @Test
  void brokenSettingsAreNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("broken.xml"), "<settings><mirrors>");
    String message =
        assertThrows(IllegalStateException.class, () -> MavenSettings.read(file, null))
            .getMessage();
    assertTrue(message.contains(file.toString()), message);
  }

  @Test
  void userSettingsComeBeforeGlobalOnes() throws IOException {
    Path user = folder.resolve("user.xml");
    Path global = folder.resolve("global.xml");
    Files.writeString(global, "<settings><localRepository>/global</localRepository></settings>");
    assertEquals("/global", MavenSettings.read(user, global).getLocalRepository());
    Files.writeString(
        user, "<settings><localRepository>${user.home}/own</localRepository></settings>");
    assertEquals(
        System.getProperty("user.home") + "/own",
        MavenSettings.read(user, global).getLocalRepository());
  }
}
