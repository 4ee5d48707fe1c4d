package org.entroscope.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that the checks of pages find faults. */
@Tag("slow")
class BrowserIT {

  @AutoClose private static final Browser browser = Browser.start();

  @TempDir Path folder;

  private Page page(String body) throws IOException {
    return browser.show(folder, body);
  }

  @Test
  void anAddressElsewhereIsNotReachedAndIsNoticed() throws IOException {
    page("<script src=\"https://cdn.example.org/x.js\"></script>");
    assertEquals("[https://cdn.example.org/x.js]", browser.requestsElsewhere().toString());
    assertTrue(browser.errors().toString().contains("ERR_NAME_NOT_RESOLVED"));
  }

  @Test
  void anErrorInAScriptIsNoticed() throws IOException {
    Page page = page("<script>throw new Error('broken');</script>");
    assertThrows(AssertionError.class, page::assertOffline);
  }

  @Test
  void aFigureInWordsIsNotADrawnOne() throws IOException {
    Page page = page("<div data-entroscope=\"1\">This figure is not drawn, because</div>");
    assertThrows(AssertionError.class, () -> page.assertDrawnOffline(1));
  }

  @Test
  void pagesSeeTheThemeAskedFor() throws IOException {
    page("<p>x</p>");
    String dark = "matchMedia('(prefers-color-scheme: dark)').matches";
    browser.dark(true).await(dark, Duration.ofSeconds(5));
    browser.dark(false).await("!" + dark, Duration.ofSeconds(5));
  }
}
