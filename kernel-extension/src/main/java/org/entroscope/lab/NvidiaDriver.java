package org.entroscope.lab;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * NVIDIA's driver, as {@code nvidia-smi} reports it. The program is part of the driver on Linux and
 * Windows.
 *
 * @param gpu the name of the first GPU, and the number of GPUs
 * @param version the version of the driver
 * @param cuda the newest CUDA that the driver supports, "12.4"
 */
record NvidiaDriver(String gpu, String version, String cuda) {

  private static final String PROGRAM = "nvidia-smi";
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Pattern CUDA = Pattern.compile("CUDA Version:\\s*(\\d+\\.\\d+)");

  /**
   * Looks for a driver.
   *
   * @return empty if there is none
   * @throws LabException if there is one that does not work; the message gives the reason
   */
  static Optional<NvidiaDriver> find(Machine machine) {
    return machine.onPath(PROGRAM).map(program -> ask(machine, program.toString()));
  }

  private static NvidiaDriver ask(Machine machine, String program) {
    Machine.Result gpus =
        machine.run(
            LIMIT, List.of(program, "--query-gpu=driver_version,name", "--format=csv,noheader"));
    List<String> lines = gpus.output().lines().filter(line -> line.contains(",")).toList();
    if (!gpus.succeeded() || lines.isEmpty()) {
      String said = gpus.output().lines().map(String::strip).findFirst().orElse("");
      throw new LabException(
          "nvidia-smi finds no GPU"
              + (said.isEmpty() ? " (exit status " + gpus.status() + ")" : ": " + said));
    }
    Matcher cuda = CUDA.matcher(machine.run(LIMIT, List.of(program)).output());
    if (!cuda.find()) {
      throw new LabException("nvidia-smi does not say which CUDA its driver supports");
    }
    String[] first = lines.get(0).split(",", 2);
    String name = first[1].strip() + (lines.size() > 1 ? " (1 of " + lines.size() + ")" : "");
    return new NvidiaDriver(name, first[0].strip(), cuda.group(1));
  }

  /** Returns the major version of CUDA. */
  int cudaMajor() {
    return Integer.parseInt(cuda.substring(0, cuda.indexOf('.')));
  }

  @Override
  public String toString() {
    return "%s, driver %s for CUDA %s".formatted(gpu, version, cuda);
  }
}
