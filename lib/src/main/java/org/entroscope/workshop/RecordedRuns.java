package org.entroscope.workshop;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.List;
import org.entroscope.architecture.Architecture;
import org.entroscope.paper.Regime;
import org.entroscope.runs.RunSummary;

/** Runs of the course's models, trained once: 500 steps of {@link Regime#LIVE_PLAN}, seed 1337. */
final class RecordedRuns {

  private static final String FOLDER = "recorded/";

  private RecordedRuns() {}

  static RunSummary of(String architecture) {
    String name = Architecture.of(architecture).toString();
    try {
      List<String> names =
          new String(read(FOLDER + "names.txt"), StandardCharsets.UTF_8).lines().toList();
      if (!names.contains(name)) {
        throw new IllegalArgumentException(
            "there is no recorded run of %s; recorded runs exist for %s"
                .formatted(name, String.join(", ", names)));
      }
      String folder = FOLDER + name.replace(" + ", "+") + "/";
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
