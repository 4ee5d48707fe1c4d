package org.entroscope.plot;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** An installed Chrome or Chromium, which draws figures without a window and without a network. */
final class Chrome {

  private static final int SECONDS = 60;
  private static final int WIDTH = 900;

  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome");

  private static final List<String> PLACES =
      List.of(
          "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
          "/Applications/Chromium.app/Contents/MacOS/Chromium",
          "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
          "C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe");

  private static final Pattern RESULT = Pattern.compile("<pre id=\"(drawn|failed)\">([^<]*)</pre>");

  private final Path program;

  private Chrome(Path program) {
    this.program = program;
  }

  /** Finds the browser named by the variable CHROME_BIN, on the path, or in its usual location. */
  static Chrome installed() {
    List<String> candidates = new ArrayList<>();
    if (System.getenv("CHROME_BIN") != null) {
      candidates.add(System.getenv("CHROME_BIN"));
    }
    String path = System.getenv().getOrDefault("PATH", "");
    for (String folder : path.split(Pattern.quote(File.pathSeparator))) {
      NAMES.forEach(name -> candidates.add(folder + File.separator + name));
    }
    candidates.addAll(PLACES);
    return candidates.stream()
        .map(Path::of)
        .filter(Files::isExecutable)
        .findFirst()
        .map(Chrome::new)
        .orElseThrow(
            () ->
                new UncheckedIOException(
                    new IOException(
                        "saving as .svg or .png needs Chrome or Chromium, and none was found on the"
                            + " path; install one, name it in the variable CHROME_BIN, or save as"
                            + " .html or .json")));
  }

  /** Draws a figure as {@code svg} or {@code png}. */
  byte[] draw(Figure figure, String format) {
    try {
      Path folder = Files.createTempDirectory("figure");
      try {
        return draw(figure, format, folder);
      } finally {
        delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot draw the figure: " + e.getMessage(), e);
    }
  }

  private byte[] draw(Figure figure, String format, Path folder) throws IOException {
    Files.write(folder.resolve("plotly.js"), PlotlyLibrary.sourceFor(figure));
    Path page = folder.resolve("page.html");
    Files.writeString(
        page,
        Resources.fill(
            Resources.text("export.html"),
            "input",
            Json.script(figure.specification()),
            "format",
            format,
            "width",
            String.valueOf(WIDTH),
            "height",
            String.valueOf(figure.height()),
            "scale",
            format.equals("png") ? "2" : "1"));
    String dom = run(page, folder);
    Matcher result = RESULT.matcher(dom);
    if (!result.find()) {
      throw new IOException(program + " drew nothing; it said: " + said(folder));
    }
    if (result.group(1).equals("failed")) {
      throw new IOException("plotly.js said: " + result.group(2));
    }
    return Base64.getDecoder().decode(result.group(2));
  }

  private String run(Path page, Path folder) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(program.toString());
    command.addAll(
        List.of(
            "--headless",
            "--disable-gpu",
            "--disable-quic",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--user-data-dir=" + folder.resolve("profile"),
            "--virtual-time-budget=30000",
            "--dump-dom"));
    if (System.getProperty("user.name").equals("root")) {
      // otherwise the browser refuses to start as root; the page is our own, and all its text is
      // escaped
      command.add("--no-sandbox");
    }
    command.add(page.toUri().toString());
    Path out = folder.resolve("out.html");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(folder.resolve("messages.txt").toFile())
            .start();
    try {
      if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
        throw new IOException(program + " did not finish within " + SECONDS + " seconds");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while " + program + " was drawing", e);
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    return Files.readString(out, StandardCharsets.UTF_8);
  }

  private static String said(Path folder) throws IOException {
    String said = Files.readString(folder.resolve("messages.txt"), StandardCharsets.UTF_8).strip();
    return said.isEmpty() ? "nothing" : said.substring(0, Math.min(500, said.length()));
  }

  private static void delete(Path folder) throws IOException {
    List<Path> all;
    try (Stream<Path> walk = Files.walk(folder)) {
      all = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : all) {
      path.toFile().delete();
    }
  }
}
