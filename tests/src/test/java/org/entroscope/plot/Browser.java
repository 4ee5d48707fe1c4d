package org.entroscope.plot;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.logging.Level;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.WebDriverWait;

/** A headless Chromium that reaches no network. */
final class Browser implements AutoCloseable {

  private final Path folder;
  private final ChromeDriver driver;
  private int pages;

  Browser(Path folder) {
    this.folder = folder;
    ChromeOptions options = new ChromeOptions();
    options.setBinary(program("chromium", "google-chrome", "chromium-browser"));
    options.addArguments(
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--disable-dev-shm-usage",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--proxy-server=127.0.0.1:9",
        "--host-resolver-rules=MAP * ~NOTFOUND",
        "--window-size=740,1000",
        "--user-data-dir=" + folder.resolve("profile"));
    LoggingPreferences logging = new LoggingPreferences();
    logging.enable(LogType.BROWSER, Level.ALL);
    options.setCapability("goog:loggingPrefs", logging);
    driver =
        new ChromeDriver(
            new ChromeDriverService.Builder()
                .usingDriverExecutable(program("chromedriver"))
                .build(),
            options);
  }

  private static File program(String... names) {
    for (String folder : System.getenv("PATH").split(File.pathSeparator)) {
      for (String name : names) {
        File program = new File(folder, name);
        if (program.canExecute()) {
          return program;
        }
      }
    }
    throw new IllegalStateException(
        "this test needs "
            + String.join(" or ", names)
            + " on the path; on Debian: apt-get install"
            + " --no-install-recommends chromium chromium-driver");
  }

  /** Opens a page of the given text. */
  void open(String html) {
    Path page = folder.resolve("page" + pages++ + ".html");
    try {
      Files.writeString(page, html);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    driver.get(page.toUri().toString());
  }

  /** Waits until so many elements are there, minutes on a busy computer, and gives them. */
  List<WebElement> await(String selector, int count) {
    return new WebDriverWait(driver, Duration.ofMinutes(4))
        .withMessage(() -> selector + ": " + find(selector).size() + ", not " + count)
        .until(
            any -> {
              List<WebElement> found = find(selector);
              return found.size() == count ? found : null;
            });
  }

  List<WebElement> find(String selector) {
    return driver.findElements(By.cssSelector(selector));
  }

  /** Waits until a JavaScript expression is true. */
  void awaitTrue(String expression) {
    new WebDriverWait(driver, Duration.ofMinutes(2))
        .withMessage(expression)
        .until(any -> Boolean.TRUE.equals(driver.executeScript("return " + expression)));
  }

  /** Moves the pointer there, as a hand does, and presses. */
  void click(WebElement element, int rightOfMiddle, int belowMiddle) {
    new Actions(driver)
        .moveToElement(element)
        .pause(Duration.ofMillis(300))
        .moveToElement(element, rightOfMiddle, belowMiddle)
        .pause(Duration.ofMillis(300))
        .click()
        .perform();
  }

  Object run(String script, Object... arguments) {
    return driver.executeScript(script, arguments);
  }

  /** What the page wrote to the console as errors. */
  List<String> errors() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .filter(entry -> entry.getLevel().intValue() >= Level.SEVERE.intValue())
        .map(LogEntry::getMessage)
        .toList();
  }

  @Override
  public void close() {
    driver.quit();
  }
}
