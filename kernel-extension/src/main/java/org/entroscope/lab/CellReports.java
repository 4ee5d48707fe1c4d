package org.entroscope.lab;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Reads the reports of {@code run_notebook.py}, prints them as progress lines and returns the
 * outcome.
 */
final class CellReports {

  private static final int SOURCE_WIDTH = 48;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String notebook;
  private final int timeoutSeconds;
  private final PrintStream out;
  private final boolean alone;
  private int cells;
  private long cellBegun;
  private String line;
  private boolean ran;
  private boolean written;
  private boolean died;
  private OptionalInt kernelStatus = OptionalInt.empty();
  private Optional<Outcome.Failure> failure = Optional.empty();

  /**
   * @param alone whether only this notebook writes to {@code out}; the line of a cell is then
   *     printed when the cell begins
   */
  CellReports(String notebook, int timeoutSeconds, PrintStream out, boolean alone) {
    this.notebook = notebook;
    this.timeoutSeconds = timeoutSeconds;
    this.out = out;
    this.alone = alone;
  }

  /** Reads one line of JSON. A line that is not JSON is printed unchanged. */
  void accept(String line) {
    JsonNode event;
    try {
      event = JSON.readTree(line);
    } catch (JsonProcessingException e) {
      out.println(line);
      return;
    }
    int number = event.path("number").asInt();
    switch (event.path("event").asText()) {
      case "start" -> cells = event.path("cells").asInt();
      case "cell" -> begin(number, event.path("source").asText());
      case "done" -> end(seconds());
      case "ran" -> ran = true;
      case "failed" -> {
        JsonNode status = event.path("status");
        if (status.isInt()) {
          kernelStatus = OptionalInt.of(status.asInt());
        }
        fail(number, event.path("title").asText(), event.path("details").asText());
      }
      case "written" -> written = true;
      default -> throw new IllegalArgumentException("unknown event: " + line);
    }
  }

  /**
   * Returns the outcome.
   *
   * @param python the exit status of the process and its standard error
   */
  Outcome outcome(Machine.Result python, double seconds, Path executed, Path html) {
    if (failure.isEmpty() && (!ran || !written || !python.succeeded())) {
      fail(0, "Jupyter's Python ended with status " + python.status(), python.lastLines());
    } else if (failure.isPresent() && !written) {
      out.println("The results could not be written:\n" + python.lastLines());
    } else if (died) {
      out.println("Its last output:\n" + python.lastLines() + "\n");
    }
    return new Outcome(notebook, cells, seconds, failure, executed, html);
  }

  private void begin(int number, String source) {
    cellBegun = System.nanoTime();
    String shown =
        source.length() > SOURCE_WIDTH ? source.substring(0, SOURCE_WIDTH - 3) + "..." : source;
    String format = "%s  cell %" + String.valueOf(cells).length() + "d of %d  %-48s";
    line = String.format(Locale.ROOT, format, notebook, number, cells, shown);
    if (alone) {
      out.print(line);
      out.flush();
    }
  }

  private void end(String words) {
    out.println((alone ? "" : line) + "  " + words);
    line = null;
  }

  private void fail(int number, String title, String details) {
    died = title.equals("died");
    String shown =
        switch (title) {
          case "timeout" -> "took longer than " + timeoutSeconds + " s (--timeout allows more)";
          case "died" -> death();
          default -> title;
        };
    failure = Optional.of(new Outcome.Failure(number, shown, details));
    if (line != null) {
      end("FAILED after " + seconds().strip());
    }
    StringBuilder said = new StringBuilder("\n" + notebook + " failed; " + failure.get() + "\n");
    details
        .lines()
        .limit(40)
        .forEach(l -> said.append("    ").append(l.stripTrailing()).append('\n'));
    out.println(said);
  }

  private String death() {
    if (kernelStatus.isEmpty()) {
      return "the kernel died; perhaps the memory was not sufficient";
    }
    int status = kernelStatus.getAsInt();
    if (status < 0) {
      return "the kernel was ended by signal %d; perhaps the memory was not sufficient"
          .formatted(-status);
    }
    if (status > 128) { // as a shell tells a signal
      return "the kernel crashed with exit code %d".formatted(status);
    }
    return "the kernel ended with exit code %d; perhaps the cell calls System.exit"
        .formatted(status);
  }

  private String seconds() {
    return String.format(Locale.ROOT, "%6.1f s", (System.nanoTime() - cellBegun) / 1e9);
  }
}
