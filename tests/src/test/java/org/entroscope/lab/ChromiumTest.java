package org.entroscope.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Optional;
import org.entroscope.lab.Machine.Result;
import org.junit.jupiter.api.Test;

class ChromiumTest {

  private final FakeMachine machine = new FakeMachine();

  @Test
  void anExistingBrowserWithDriverIsUsedWithoutAWord() {
    machine.withProgram("/bin/google-chrome").withProgram("/bin/chromedriver");
    Chromium found = Chromium.provide(machine);
    assertEquals(Path.of("/bin/google-chrome"), found.browser());
    assertEquals(Optional.of(Path.of("/bin/chromedriver")), found.driver());
    assertTrue(machine.ran.isEmpty() && machine.said.isEmpty());
  }

  @Test
  void rootGetsItFromApt() {
    machine.withProgram("/bin/apt-get");
    machine.root = true;
    machine.answering(
        "install --no-install-recommends chromium chromium-driver",
        command -> {
          machine.withProgram("/bin/chromium").withProgram("/bin/chromedriver");
          return new Result(0, "");
        });
    assertEquals(Path.of("/bin/chromium"), Chromium.provide(machine).browser());
  }

  @Test
  void othersAreToldWhatToDo() {
    machine.withProgram("/bin/apt-get");
    String message = assertThrows(LabException.class, () -> Chromium.provide(machine)).getMessage();
    assertTrue(message.contains("only for root") && message.contains("ENTROSCOPE_CHROME"), message);
  }
}
