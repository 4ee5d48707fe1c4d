package org.entroscope.workshop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.entroscope.files.Tables;
import org.entroscope.workshop.Answer.Verdict;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * Which exercises a learner has solved, according to the answers in the saved notebooks of a folder
 * and the answers in this process.
 */
public final class CourseProgress {

  private static final Pattern ANSWER = Pattern.compile("^(Right|Not yet) \\(([^)]+)\\): (.*)");

  private final Map<String, Verdict> verdicts = new LinkedHashMap<>();

  /**
   * Reads the notebooks in a folder, but not those in its subfolders.
   *
   * @throws UncheckedIOException if there is no such folder
   */
  public static CourseProgress of(Path folder) {
    CourseProgress progress = new CourseProgress();
    List<Path> notebooks;
    try (Stream<Path> files = Files.list(folder)) {
      notebooks = files.filter(file -> file.toString().endsWith(".ipynb")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list the folder " + folder, e);
    }
    notebooks.forEach(progress::read);
    return progress;
  }

  CourseProgress() {
    Exercise.names().forEach(name -> verdicts.put(name, Verdict.MISSING));
  }

  /** Reads the answers in a notebook. Ignores a notebook that cannot be read. */
  private void read(Path notebook) {
    JsonNode root;
    try {
      root = new ObjectMapper().readTree(notebook.toFile());
    } catch (IOException e) {
      return;
    }
    for (JsonNode cell : root.path("cells")) {
      for (JsonNode output : cell.path("outputs")) {
        JsonNode text = output.path("data").path("text/plain");
        StringBuilder words = new StringBuilder(text.isTextual() ? text.asText() : "");
        text.forEach(line -> words.append(line.asText()));
        Matcher answer = ANSWER.matcher(words);
        if (answer.lookingAt()) {
          boolean right = answer.group(1).equals(Verdict.RIGHT.toString());
          boolean missing = answer.group(3).startsWith(Task.NO_ANSWER);
          put(answer.group(2), right ? Verdict.RIGHT : missing ? Verdict.MISSING : Verdict.NOT_YET);
        }
      }
    }
  }

  /** Records a verdict. A solved exercise stays solved. */
  CourseProgress put(String exercise, Verdict verdict) {
    verdicts.computeIfPresent(
        exercise, (name, before) -> verdict.compareTo(before) < 0 ? verdict : before);
    return this;
  }

  /** Returns the number of solved exercises. */
  public int solved() {
    return (int) verdicts.values().stream().filter(Verdict.RIGHT::equals).count();
  }

  /** Returns a table with one row per exercise, in the order of the course. */
  public Table toTable() {
    List<String> words = new ArrayList<>();
    for (Verdict verdict : verdicts.values()) {
      words.add(
          switch (verdict) {
            case RIGHT -> "solved";
            case NOT_YET -> "tried";
            case MISSING -> "";
          });
    }
    return Tables.create(
        "%d of %d exercises are solved".formatted(solved(), verdicts.size()),
        StringColumn.create("exercise", verdicts.keySet()),
        StringColumn.create("state", words));
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append("%d of %d exercises are solved".formatted(solved(), verdicts.size()));
    verdicts.forEach(
        (name, verdict) ->
            text.append(System.lineSeparator())
                .append(verdict == Verdict.RIGHT ? "  [x] " : "  [ ] ")
                .append(name)
                .append(verdict == Verdict.NOT_YET ? " (tried)" : ""));
    return text.toString();
  }
}
