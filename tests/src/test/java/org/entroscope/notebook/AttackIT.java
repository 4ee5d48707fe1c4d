package org.entroscope.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.entroscope.browser.Browser;
import org.entroscope.browser.Page;
import org.entroscope.plot.Attacks;
import org.entroscope.plot.PlotlyLibrary;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests in a browser that texts that try to run code stay text in every display hook. */
@Tag("slow")
class AttackIT {

  /** A script that shows what the pointer would show over the first point of every trace. */
  private static final String HOVER =
      """
      document.querySelectorAll('.js-plotly-plot').forEach(function (plot) {
        plot.data.forEach(function (trace, i) {
          if (trace.hoverinfo === 'skip') return;
          var point = {curveNumber: i, pointNumber: trace.type === 'heatmap' ? [0, 0] : 0};
          window.entroscopePlotlyLibrary.Fx.hover(plot, [point], (trace.xaxis || 'x') + (trace.yaxis || 'y'));
        });
      });
      """;

  /** A script that finds elements that can exist only if a text became markup. */
  private static final String FOREIGN =
      """
      return Array.from(document.querySelectorAll('section *')).filter(function (element) {
        if (element.className === 'entroscope-picture') return !/^data:image/.test(element.src);
        if (element.matches('img.entroscope-static[src^="data:image/svg+xml,"]')) return false;
        if (/^(img|iframe|object|embed|s|form|link)$/i.test(element.localName)) return true;
        if (element.localName === 'script') return element.text.trim().indexOf('(function') !== 0;
        return Array.from(element.attributes).some(function (attribute) {
          return /^on/i.test(attribute.name) || /^(xlink:)?href$/.test(attribute.name)
              && !/^(#|data:image)/.test(attribute.value);
        });
      }).map(function (element) { return element.outerHTML.slice(0, 300); });
      """;

  /**
   * A script that returns the text of an output that a reader sees, including that of its drawing.
   */
  private static final String SHOWN =
      """
      var section = document.getElementById(arguments[0]).cloneNode(true);
      section.querySelectorAll('script').forEach(function (script) { script.remove(); });
      return section.textContent;
      """;

  @TempDir static Path folder;
  @AutoClose private static final Browser browser = Browser.start();

  static List<String> attacks() {
    return Attacks.TEXTS;
  }

  @ParameterizedTest
  @MethodSource("attacks")
  void nothingRunsAndTheTextIsShownLiterally(String attack) throws IOException {
    EveryHook hooks = EveryHook.showing(attack);
    Map<String, DisplayBundle> all = new LinkedHashMap<>(hooks.fixed());
    all.putAll(hooks.texts());
    Page page = open(all);
    page.assertDrawnOffline(16);
    browser.driver().executeScript(HOVER);
    assertNull(browser.driver().executeScript("return window." + Attacks.MARK), "it ran");
    assertEquals(List.of(), browser.driver().executeScript(FOREIGN), "it became markup");
    Map<String, String> elsewise = new LinkedHashMap<>();
    for (String hook : hooks.texts().keySet()) {
      String shown = (String) browser.driver().executeScript(SHOWN, hook);
      if (!squeezed(shown).contains(squeezed(attack))) {
        elsewise.put(hook, shown);
      }
    }
    assertEquals(Map.of(), elsewise, "shown, but not as it was written");
    if (attack.contains("\u202e")) {
      browser.screenshot("attack-right-to-left");
    }
    page.assertOffline();
  }

  /** Tests that a successful attack would be noticed. */
  @Test
  void whatGetsThroughIsNoticed() throws IOException {
    String html = "<img src=x onerror='window." + Attacks.MARK + "=1'><svg><a href='javascript:1'>";
    open(Map.of("careless", DisplayBundle.of(html, "")));
    browser.await("window." + Attacks.MARK + " === 1", Duration.ofMinutes(1));
    List<?> foreign = (List<?>) browser.driver().executeScript(FOREIGN);
    assertEquals(2, foreign.size(), foreign::toString);
    browser.errors();
  }

  private static Page open(Map<String, DisplayBundle> outputs) throws IOException {
    StringBuilder html = new StringBuilder("<!DOCTYPE html><meta charset=utf-8><body>");
    html.append(PlotlyLibrary.html());
    outputs.forEach(
        (hook, bundle) -> {
          // a notebook also shows the text if there is no HTML
          String shown = bundle.html().isEmpty() ? Html.escape(bundle.text()) : bundle.html();
          html.append("<section id='").append(hook).append("'>").append(shown);
          html.append("</section>\n");
        });
    return browser.open(Files.writeString(folder.resolve("hooks.html"), html));
  }

  /** Removes white space, because a drawing has its own lines and breaks them at other places. */
  private static String squeezed(String text) {
    return text.replaceAll("[\\s\u2028\u2029\u00a0]+", "");
  }
}
