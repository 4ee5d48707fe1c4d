package org.entroscope.workshop;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import org.entroscope.architecture.Architecture;
import org.entroscope.runs.RunSummary;

/** Runs of the course's models, trained once: 500 steps of the findings' plan, seed 1337. */
final class RecordedRuns {

  static final List<String> NAMES = List.of("SM", "SM + LN + G", "SM + ScFuFFN");

  private RecordedRuns() {}

  static RunSummary of(String architecture) {
    String name = Architecture.of(architecture).toString();
    if (!NAMES.contains(name)) {
      throw new IllegalArgumentException(
          "there is no recorded run of %s; there are %s".formatted(name, String.join(", ", NAMES)));
    }
    String folder = "recorded/" + name.replace(" + ", "+") + "/";
    try {
      return RunSummary.read(folder, file -> read(folder + file));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the recorded run of " + name, e);
    }
  }

  private static byte[] read(String path) throws IOException {
    try (InputStream in = RecordedRuns.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new NoSuchFileException(path);
      }
      return in.readAllBytes();
    }
  }
}
