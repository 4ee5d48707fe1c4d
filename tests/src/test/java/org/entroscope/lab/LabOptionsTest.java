package org.entroscope.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class LabOptionsTest {

  private final FakeMachine machine = new FakeMachine();
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  private int lab(String... arguments) {
    Lab.KernelInstaller never = () -> Assertions.fail("kernel installed");
    return Lab.execute(machine, never, wanted -> Map.of(), new PrintStream(printed), arguments);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "quickstart | to execute a notebook: lab --run quickstart",
        "--out x | --out and --in-place belong to --run",
        "--run --timeout 0 | --timeout must be at least 1 second, not 0",
        "--run --parallel 0 | --parallel must be at least 1 notebook, not 0",
        "--parallel 2 | --parallel belongs to --run",
        "--run --timeout soon | Invalid value for option '--timeout': 'soon' is not an int",
        "--rum | Unknown option: '--rum'",
        "--run --prefetch | --prefetch and --run cannot be combined",
        "--device tpu | --device is one of cpu, gpu and auto, not tpu",
        "--run -- --port 80 | options after -- belong to an opened Jupyter, not --run",
      })
  void aWrongCommandLineIsToldAndNothingIsDone(String line, String message) {
    assertEquals(2, lab(line.strip().split(" ")));
    assertTrue(machine.said.get(0).contains(message), machine.said::toString);
    assertTrue(machine.ran.isEmpty(), "commands were run");
  }

  @Test
  void anEmptyFolderIsToldBeforeJupyterIsLookedFor(@TempDir Path folder) {
    assertEquals(1, lab("--run", "--folder", folder.toString()));
    assertEquals(List.of("lab: there are no notebooks in " + folder), machine.said);
    assertTrue(machine.ran.isEmpty(), "commands were run");
  }

  @Test
  void theHelpIsOneScreenAndNamesEveryOption() {
    assertEquals(0, lab("--help"));
    List<String> lines = printed.toString().lines().toList();
    assertTrue(lines.size() <= 34, "lines: " + lines.size());
    assertEquals(List.of(), lines.stream().filter(line -> line.length() > 80).toList());
    var options =
        new CommandLine(new Lab(machine, () -> null, wanted -> Map.of(), List.of(), System.out))
            .getCommandSpec()
            .options();
    for (var option : options) {
      assertTrue(printed.toString().contains(option.longestName()), option.longestName());
    }
  }

  @Test
  void jupyterIsStartedAsAModuleOfItsPythonWithOurKernelAndTheUsersOptions() {
    machine.root = true;
    Jupyter jupyter =
        new Jupyter(
            Path.of("/p/python"), "7.0.0", Optional.of("notebook"), Optional.empty(), Map.of());
    assertEquals(
        List.of(
            "-m",
            "notebook",
            "--MultiKernelManager.default_kernel_name=entroscope",
            "--HTMLExporter.template_name=entroscope",
            "--allow-root",
            "--no-browser"),
        new Opener(machine, jupyter).arguments(List.of("--no-browser")));
    assertEquals(List.of("/p/python", "-V"), jupyter.command(List.of("-V")).command());
  }

  @Test
  void theKernelOfThisBuildComesBeforeTheUsersOwn() {
    Jupyter jupyter =
        new Jupyter(
            Path.of("/p/python"), "7.0.0", Optional.of("notebook"), Optional.empty(), Map.of());
    String path =
        jupyter.withData(Path.of("/ours")).command(List.of("-V")).environment().get("JUPYTER_PATH");
    assertTrue(path.equals("/ours") || path.startsWith("/ours" + File.pathSeparator), path);
  }

  @Test
  void resultsThatCannotBeWrittenAreToldBeforeAnythingRuns(@TempDir Path folder) throws Exception {
    NotebookFile.write(folder.resolve("a.ipynb"), "1 + 1");
    Path file = Files.writeString(folder.resolve("file"), "");
    assertEquals(1, lab("--run", "--folder", folder.toString(), "--out", file + "/out"));
    String said = machine.said.toString();
    assertTrue(said.contains("cannot write the results to"), said);
    assertTrue(said.contains("--out DIR"), said);
    assertTrue(machine.ran.isEmpty(), "commands were run");
  }
}
