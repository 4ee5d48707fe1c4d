package org.entroscope.lab;

import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A Chromium or Chrome that programs can control.
 *
 * @param browser the executable
 * @param driver the chromedriver of the same version; empty if there is none
 */
public record Chromium(Path browser, Optional<Path> driver) {

  private static final String MAC_CHROME =
      "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";
  private static final String MAC_CHROMIUM = "/Applications/Chromium.app/Contents/MacOS/Chromium";

  /** Finds the browser of this computer. The variable ENTROSCOPE_CHROME can name it. */
  public static Optional<Chromium> find(Machine machine) {
    Stream<Path> named = machine.variable("ENTROSCOPE_CHROME").map(Path::of).stream();
    Stream<Path> onPath =
        Stream.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
            .flatMap(name -> machine.onPath(name).stream());
    Stream<Path> onMac = Stream.of(MAC_CHROME, MAC_CHROMIUM).map(Path::of);
    return Stream.of(named, onPath, onMac)
        .flatMap(paths -> paths)
        .filter(machine::exists)
        .findFirst()
        .map(browser -> new Chromium(browser, machine.onPath("chromedriver")));
  }

  /**
   * Returns the browser of this computer with its driver. If it is missing, installs it with apt.
   *
   * @throws LabException if there is none and none can be installed
   */
  public static Chromium provide(Machine machine) {
    Optional<Chromium> existing = find(machine).filter(found -> found.driver().isPresent());
    if (existing.isPresent()) {
      return existing.get();
    }
    Optional<String> problem = new Apt(machine).install("chromium", "chromium-driver");
    return find(machine)
        .orElseThrow(
            () ->
                new LabException(
                    "Chrome or Chromium is needed; none was found, and its installation failed: "
                        + problem.orElse("it is missing after the installation")
                        + "\nInstall it with its driver (on Debian: apt install chromium"
                        + " chromium-driver), or set ENTROSCOPE_CHROME to its path."));
  }
}
