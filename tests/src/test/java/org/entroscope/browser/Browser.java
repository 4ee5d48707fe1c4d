package org.entroscope.browser;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.entroscope.lab.Chromium;
import org.entroscope.lab.LocalMachine;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.WebDriverWait;

/**
 * A headless Chromium that can reach only this computer. It records the requests of a page to other
 * computers and the errors in its scripts.
 */
public final class Browser implements AutoCloseable {

  private static final Path SCREENSHOTS = Path.of("target", "screenshots");
  private static final String LOCAL_ONLY =
      "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE localhost , EXCLUDE 127.0.0.1";

  /** Matches the log entry of a request to another computer; the group is its address. */
  private static final String ELSEWHERE =
      "(?s).*\"method\":\"Network.requestWillBeSent\".*"
          + "\"url\":\"((?:https?|wss?)://(?!localhost[:/]|127\\.0\\.0\\.1[:/])[^\"]*)\".*";

  private final ChromeDriver driver;

  private Browser(ChromeDriver driver) {
    this.driver = driver;
  }

  /** Starts the browser of this computer and installs one if there is none. */
  public static Browser start() {
    // Selenium recommends a module for this version of Chromium, which is not needed
    Logger.getLogger("org.openqa.selenium").setLevel(Level.SEVERE);
    Chromium chromium = Chromium.provide(new LocalMachine(System.err));
    ChromeOptions options = new ChromeOptions();
    options.setBinary(chromium.browser().toFile());
    options.addArguments("--headless=new", "--no-sandbox", "--disable-dev-shm-usage");
    options.addArguments("--disable-gpu", "--window-size=1100,1000", LOCAL_ONLY);
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    logs.enable(LogType.PERFORMANCE, Level.ALL);
    options.setCapability("goog:loggingPrefs", logs);
    ChromeDriverService.Builder service = new ChromeDriverService.Builder();
    chromium.driver().ifPresent(file -> service.usingDriverExecutable(file.toFile()));
    return new Browser(new ChromeDriver(service.build(), options));
  }

  /** Opens a file. It does not wait for the figures. */
  public Page open(Path html) {
    return open(html.toAbsolutePath().toUri().toString());
  }

  /** Writes a page into a folder and opens it. */
  public Page show(Path folder, String html) {
    try {
      return open(Files.writeString(folder.resolve("page.html"), html));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Opens an address of this computer. */
  public Page open(String address) {
    driver.manage().logs().get(LogType.BROWSER);
    driver.manage().logs().get(LogType.PERFORMANCE);
    driver.get(address);
    return new Page(this);
  }

  /** Sets the theme that the system reports to pages. */
  public Browser dark(boolean dark) {
    Map<String, String> scheme =
        Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light");
    driver.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("features", List.of(scheme)));
    return this;
  }

  /** Sets whether pages run their own scripts. Scripts of tests always run. */
  public Browser scripts(boolean run) {
    driver.executeCdpCommand("Emulation.setScriptExecutionDisabled", Map.of("value", !run));
    return this;
  }

  /** Returns the driver, for clicks and keys. */
  public ChromeDriver driver() {
    return driver;
  }

  /** Returns the addresses on other computers that were requested since the last call. */
  public List<String> requestsElsewhere() {
    return driver.manage().logs().get(LogType.PERFORMANCE).getAll().stream()
        .map(entry -> entry.getMessage())
        .filter(message -> message.matches(ELSEWHERE))
        .map(message -> message.replaceAll(ELSEWHERE, "$1"))
        .toList();
  }

  /**
   * Returns the errors since the last call: uncaught exceptions and resources that did not load.
   */
  public List<String> errors() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .filter(entry -> entry.getLevel().intValue() >= Level.SEVERE.intValue())
        .map(entry -> entry.getMessage())
        .toList();
  }

  /** Waits until a JavaScript expression is true. */
  public void await(String expression, Duration limit) {
    new WebDriverWait(driver, limit)
        .withMessage(() -> expression + " in " + driver.getCurrentUrl())
        .until(d -> Boolean.TRUE.equals(driver.executeScript("return !!(" + expression + ")")));
  }

  /**
   * Waits until a number of elements match a selector.
   *
   * @return the elements
   */
  public List<WebElement> await(String selector, int count) {
    return new WebDriverWait(driver, Duration.ofMinutes(4))
        .withMessage(() -> selector + ": " + find(selector).size() + ", not " + count)
        .until(
            any -> {
              List<WebElement> found = find(selector);
              return found.size() == count ? found : null;
            });
  }

  /** Returns the elements that match a CSS selector now. */
  public List<WebElement> find(String selector) {
    return driver.findElements(By.cssSelector(selector));
  }

  /** Runs a script in the page and returns its result. */
  public Object run(String script, Object... arguments) {
    return driver.executeScript(script, arguments);
  }

  /** Moves the pointer to an element and clicks. */
  public void click(WebElement element, int rightOfMiddle, int belowMiddle) {
    new Actions(driver)
        .moveToElement(element)
        .pause(Duration.ofMillis(300))
        .moveToElement(element, rightOfMiddle, belowMiddle)
        .pause(Duration.ofMillis(300))
        .click()
        .perform();
  }

  /** Sets the size of the window, in pixels. */
  public Browser resize(int width, int height) {
    driver.manage().window().setSize(new Dimension(width, height));
    return this;
  }

  /** Saves a screenshot of the whole page as {@code target/screenshots/NAME.png}. */
  public Path screenshot(String name) {
    Number height = (Number) driver.executeScript("return document.documentElement.scrollHeight");
    // with another width than the window's, figures would be drawn again, without being waited for
    Number width = (Number) driver.executeScript("return window.innerWidth");
    Map<String, Object> size =
        Map.of(
            "width",
            width.intValue(),
            "height",
            Math.min(12_000, Math.max(600, height.intValue())),
            "deviceScaleFactor",
            1,
            "mobile",
            false);
    driver.executeCdpCommand("Emulation.setDeviceMetricsOverride", size);
    try {
      Path file = SCREENSHOTS.resolve(name + ".png");
      Files.createDirectories(file.getParent());
      return Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the screenshot " + name, e);
    } finally {
      driver.executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
    }
  }

  @Override
  public void close() {
    driver.quit();
  }
}
