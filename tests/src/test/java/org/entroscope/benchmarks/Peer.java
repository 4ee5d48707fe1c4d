package org.entroscope.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A Python process that trains the same model with PyTorch, one block of steps per request. */
final class Peer implements AutoCloseable {

  private final String name;
  private final Process process;
  private final BufferedReader answers;
  private final PrintStream questions;

  private Peer(String name, Process process) {
    this.name = name;
    this.process = process;
    answers = process.inputReader(StandardCharsets.UTF_8);
    questions = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
  }

  /**
   * Returns whether the Python named by {@code PEER_PYTHON}, or else {@code python3}, has PyTorch.
   * If PyTorch is missing, it prints how to set {@code PEER_PYTHON}.
   */
  static boolean exists() {
    try {
      boolean exists = python(List.of("-c", "import torch")).start().waitFor() == 0;
      if (!exists) {
        System.out.println("no peer: set PEER_PYTHON to a Python that has PyTorch");
      }
      return exists;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Starts a peer.
   *
   * @param script the name of a script in the folder of the benchmarks, followed by its arguments
   */
  static Peer start(String name, List<String> script) {
    try {
      ProcessBuilder python = python(script);
      return new Peer(name, python.redirectError(ProcessBuilder.Redirect.INHERIT).start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ProcessBuilder python(List<String> arguments) {
    String python = System.getenv().getOrDefault("PEER_PYTHON", "python3");
    List<String> command = new ArrayList<>(List.of(python.split(" ")));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    // a user of Python has the C library's default settings, not those of our kernel
    builder.environment().keySet().removeIf(each -> each.startsWith("MALLOC_"));
    return builder;
  }

  String name() {
    return name;
  }

  /** Returns the version of PyTorch, which the process prints first. */
  String version() {
    return line();
  }

  /** Makes a number of steps and returns the time per step. */
  Cost run(int steps) {
    questions.println(steps);
    String[] costs = line().split(" ");
    return new Cost(Double.parseDouble(costs[0]), Double.parseDouble(costs[1]));
  }

  private String line() {
    try {
      String line = answers.readLine();
      if (line == null) {
        throw new IllegalStateException(name + " ended, see above");
      }
      return line;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    questions.close(); // the script ends with its input
    process.destroy();
  }
}
