package org.entroscope.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Optional;
import org.entroscope.lab.Machine.Result;
import org.junit.jupiter.api.Test;

class JupyterProvisionTest {

  private static final Path VENV = Path.of("/home/reader/.cache/entroscope/jupyter/bin/python");

  private final FakeMachine machine = new FakeMachine();

  private Jupyter provide(Jupyter.Use use) {
    return new JupyterProvision(machine).provide(use);
  }

  private void hasJupyter(String python, String answer) {
    machine.withProgram(python).answering(python + " -c", 0, answer);
  }

  @Test
  void anExistingJupyterIsUsedWithoutAWord() {
    hasJupyter("/bin/python3", "jupyter 7.16.4 jupyterlab\n");
    Jupyter jupyter = provide(Jupyter.Use.OPEN);
    assertEquals(Path.of("/bin/python3"), jupyter.python());
    assertEquals("jupyterlab", jupyter.page().orElseThrow());
    assertTrue(machine.said.isEmpty(), machine.said::toString);
    assertEquals(1, machine.ran.size(), machine.ran::toString);
  }

  @Test
  void thePythonBehindTheJupyterCommandComesBeforePython3() {
    hasJupyter("/bin/python3", "jupyter 7.0.0 none\n");
    hasJupyter("/opt/jupyter/python", "jupyter 6.5.3 none\n");
    machine.withProgram("/bin/jupyter");
    machine.firstLines.put(Path.of("/bin/jupyter"), "#!/opt/jupyter/python");
    assertEquals(Path.of("/opt/jupyter/python"), provide(Jupyter.Use.EXECUTE).python());
  }

  @Test
  void aPythonNamedByTheUserComesFirst() {
    hasJupyter("/bin/python3", "jupyter 7.0.0 none\n");
    hasJupyter("/mine/python", "jupyter 7.1.0 none\n");
    machine.variables.put("ENTROSCOPE_PYTHON", "/mine/python");
    assertEquals(Path.of("/mine/python"), provide(Jupyter.Use.EXECUTE).python());
  }

  @Test
  void brokenOldOrPagelessInstallationsArePassedOver() {
    machine.withProgram("/bin/python3").answering("/bin/python3 -c", 1, "ImportError: markupsafe");
    hasJupyter("/bin/python", "jupyter 5.6.0 notebook\n");
    hasJupyter("/usr/bin/python3", "jupyter 6.5.3 none\n");
    hasJupyter("/usr/local/bin/python3", "warning: something\njupyter 7.0.0 notebook\n");
    assertEquals(Path.of("/usr/bin/python3"), provide(Jupyter.Use.EXECUTE).python());
    assertEquals(Path.of("/usr/local/bin/python3"), provide(Jupyter.Use.OPEN).python());
  }

  @Test
  void withoutJupyterAnEnvironmentIsMade() {
    machine.withProgram("/bin/python3").withProgram("/bin/apt-get");
    machine.root = true;
    machine.answering("-m venv", this::venvAppears);
    machine.answering("pip install", 0, "");
    machine.answering(VENV + " -c", 0, "jupyter 7.16.4 jupyterlab\n");
    assertEquals(VENV, provide(Jupyter.Use.EXECUTE).python());
    assertFalse(machine.hasRun("apt-get"));
    assertFalse(machine.hasRun("notebook jupyterlab"), "executing needs no page");
  }

  @Test
  void whereNoIndexIsReachedTheEnvironmentIsDeletedAndAptTakesOver() {
    machine.withProgram("/bin/python3").withProgram("/bin/apt-get");
    machine.root = true;
    machine.answering("-m venv", this::venvAppears);
    machine.answering("pip install", 1, "Could not find a version");
    machine.answering(
        "jupyter-nbconvert",
        command -> {
          hasJupyter("/usr/bin/python3", "jupyter 6.5.3 none\n");
          return new Result(0, "");
        });
    assertEquals(Path.of("/usr/bin/python3"), provide(Jupyter.Use.EXECUTE).python());
    assertFalse(machine.exists(VENV), "half-made environment left");
    assertFalse(machine.hasRun("jupyter-notebook"), "executing needs no page");
    assertFalse(machine.hasRun("nbconvert>=6"), "the big download was tried without an index");
  }

  @Test
  void aptUpdatesItsListsOnlyWhenTheFirstAttemptFails() {
    machine.withProgram("/bin/apt-get");
    machine.root = true;
    int[] attempts = {0};
    machine.answering("apt-get -q update", 0, "");
    machine.answering(
        "apt-get -q -y",
        command -> {
          if (attempts[0]++ == 0) {
            return new Result(100, "E: Unable to locate package jupyter-notebook");
          }
          hasJupyter("/usr/bin/python3", "jupyter 6.5.3 notebook\n");
          return new Result(0, "");
        });
    assertEquals("notebook", provide(Jupyter.Use.OPEN).page().orElseThrow());
    assertTrue(machine.hasRun("apt-get -q update"));
    assertTrue(machine.hasRun("--no-install-recommends jupyter-nbconvert jupyter-notebook"));
  }

  @Test
  void whereNothingWorksEveryReasonIsGiven() {
    machine.withProgram("/bin/python3").withProgram("/bin/apt-get");
    machine.answering("-m venv", 1, "ensurepip is not available");
    String message =
        assertThrows(LabException.class, () -> provide(Jupyter.Use.EXECUTE)).getMessage();
    assertTrue(message.contains("ensurepip is not available"), message);
    assertTrue(message.contains("only for root"), message);
    assertTrue(message.contains("ENTROSCOPE_PYTHON"), message);
  }

  @Test
  void anEnvironmentWithoutPageComesBackIfOneWithPageCannotBeMade() {
    hasJupyter(VENV.toString(), "jupyter 7.0.0 none\n");
    machine.withProgram("/bin/python3");
    machine.answering("-m venv", this::venvAppears);
    machine.answering("pip install", 1, "Could not find a version");
    assertThrows(LabException.class, () -> provide(Jupyter.Use.OPEN));
    assertEquals(VENV, provide(Jupyter.Use.EXECUTE).python());
  }

  @Test
  void anEnvironmentWhoseMakingWasKilledDoesNotCount() {
    hasJupyter(VENV.toString(), "jupyter 7.0.0 jupyterlab\n");
    machine.touch(VENV.resolve("../../../jupyter.begun").normalize());
    assertThrows(LabException.class, () -> provide(Jupyter.Use.OPEN));
    machine.withProgram("/bin/python3");
    machine.answering("-m venv", this::venvAppears).answering("pip install", 0, "");
    assertEquals(VENV, provide(Jupyter.Use.OPEN).python());
    assertEquals(VENV, provide(Jupyter.Use.OPEN).python());
    assertEquals(1, machine.ran.stream().filter(words -> words.contains("-m venv")).count());
  }

  @Test
  void aDownloadThatBreaksOffIsTakenUpAgain() {
    machine.withProgram("/bin/python3");
    machine.answering("-m venv", this::venvAppears).answering("--no-deps nbclient", 0, "");
    int[] attempts = {0};
    machine.answering(
        "nbconvert>=6",
        command -> {
          if (attempts[0]++ == 0) {
            return new Result(1, "Read timed out");
          }
          machine.answering(VENV + " -c", 0, "jupyter 7.16.4 jupyterlab\n");
          return new Result(0, "");
        });
    assertEquals(VENV, provide(Jupyter.Use.OPEN).python());
    assertEquals(2, attempts[0]);
  }

  private Result venvAppears(String command) {
    machine.withProgram(VENV.toString());
    return new Result(0, "");
  }

  @Test
  void anEnvironmentOfWindowsHasItsInterpreterElsewhere() {
    FakeMachine windows = new FakeMachine();
    Path python = windows.cache().resolve("jupyter/Scripts/python.exe");
    windows.touch(python);
    assertEquals(Optional.of(python), new PythonVenv(windows).python());
  }
}
