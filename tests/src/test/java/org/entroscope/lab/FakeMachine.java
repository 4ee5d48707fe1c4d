package org.entroscope.lab;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** A fake computer with the given files and answers to commands. It records what was done to it. */
final class FakeMachine implements Machine {

  final Set<Path> files = new HashSet<>();
  final Map<Path, String> firstLines = new HashMap<>();
  final Map<String, String> variables = new HashMap<>();
  final List<String> ran = new ArrayList<>();
  final List<String> said = new ArrayList<>();
  boolean root;

  private final Map<String, Function<String, Result>> answers = new HashMap<>();

  FakeMachine withProgram(String path) {
    files.add(Path.of(path));
    return this;
  }

  /** Sets the answer to commands that contain the given words. The longest match is used. */
  FakeMachine answering(String words, Function<String, Result> answer) {
    answers.put(words, answer);
    return this;
  }

  FakeMachine answering(String words, int status, String output) {
    return answering(words, command -> new Result(status, output));
  }

  /** Returns whether a command with these words was run. */
  boolean hasRun(String words) {
    return ran.stream().anyMatch(command -> command.contains(words));
  }

  @Override
  public Result run(Duration limit, List<String> command, Watcher watcher) {
    String words = String.join(" ", command);
    ran.add(words);
    return answers.keySet().stream()
        .filter(words::contains)
        .max((a, b) -> Integer.compare(a.length(), b.length()))
        .map(match -> answers.get(match).apply(words))
        .orElseGet(() -> new Result(Result.NOT_STARTED, "no answer for: " + words));
  }

  @Override
  public Optional<Path> onPath(String program) {
    return Optional.of(Path.of("/bin", program)).filter(files::contains);
  }

  @Override
  public boolean exists(Path path) {
    return files.stream().anyMatch(file -> file.startsWith(path));
  }

  @Override
  public String firstLine(Path file) {
    return firstLines.getOrDefault(file, "");
  }

  @Override
  public void delete(Path folder) {
    files.removeIf(file -> file.startsWith(folder));
  }

  @Override
  public void move(Path from, Path to) {
    Set<Path> moved = new HashSet<>(files);
    moved.removeIf(file -> !file.startsWith(from));
    files.removeAll(moved);
    moved.forEach(file -> files.add(to.resolve(from.relativize(file))));
  }

  @Override
  public void touch(Path file) {
    files.add(file);
  }

  @Override
  public Optional<String> variable(String name) {
    return Optional.ofNullable(variables.get(name));
  }

  @Override
  public Path cache() {
    return Path.of("/home/reader/.cache/entroscope");
  }

  @Override
  public boolean isRoot() {
    return root;
  }

  @Override
  public void say(String line) {
    said.add(line);
  }
}
