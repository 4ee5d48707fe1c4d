package org.entroscope.lab;

import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A Chromium or Chrome that programs can drive.
 *
 * @param browser its executable
 * @param driver the chromedriver that came with it; empty if there is none beside it
 */
public record Chromium(Path browser, Optional<Path> driver) {

  private static final String MAC_CHROME =
      "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";
  private static final String MAC_CHROMIUM = "/Applications/Chromium.app/Contents/MacOS/Chromium";

  /** The browser of this computer, if there is one; ENTROSCOPE_CHROME may name it. */
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
   * The browser of this computer with its driver, installed by apt where it is missing and that is
   * possible; says nothing where it is there already.
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
                    "Chrome or Chromium is needed; none was found, and installing it did not work: "
                        + problem.orElse("it is still not there")
                        + "\nInstall it with its driver (on Debian: apt install chromium"
                        + " chromium-driver), or let ENTROSCOPE_CHROME name it."));
  }
}
