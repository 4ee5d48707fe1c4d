package org.entroscope.plot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.entroscope.files.AtomicFile;

/** Writes figures to files, atomically. */
final class FigureFile {

  private FigureFile() {}

  static void save(Figure figure, Path file) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    String ending = name.substring(name.lastIndexOf('.') + 1);
    byte[] content =
        switch (ending) {
          case "html" -> figure.toHtml().getBytes(StandardCharsets.UTF_8);
          case "json" -> figure.toJson().getBytes(StandardCharsets.UTF_8);
          case "svg" ->
              figure
                  .toSvg()
                  .map(svg -> svg.getBytes(StandardCharsets.UTF_8))
                  .orElseGet(() -> Chrome.installed().draw(figure, ending));
          case "png" -> Chrome.installed().draw(figure, ending);
          default ->
              throw new IllegalArgumentException(
                  "cannot save a figure as '"
                      + file
                      + "': the name must end in .html, .json, .svg or .png");
        };
    try {
      write(content, file.toAbsolutePath());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot save the figure as " + file + ": " + e, e);
    }
  }

  private static void write(byte[] content, Path file) throws IOException {
    Files.createDirectories(file.getParent());
    AtomicFile.write(file, content);
  }
}
