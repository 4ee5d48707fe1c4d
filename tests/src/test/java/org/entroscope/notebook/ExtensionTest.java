package org.entroscope.notebook;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import io.github.spencerpark.jupyter.kernel.display.Renderer;
import io.github.spencerpark.jupyter.kernel.display.mime.MIMEType;
import java.util.List;
import java.util.Locale;
import java.util.ServiceLoader;
import org.dflib.jjava.jupyter.Extension;
import org.entroscope.architecture.Architecture;
import org.entroscope.engine.EngineReport;
import org.entroscope.engine.Precision;
import org.entroscope.hub.CacheFolder;
import org.entroscope.kernel.EntroscopeKernel;
import org.entroscope.plot.PlotlyLibrary;
import org.entroscope.statistics.HeadValues;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ExtensionTest {

  private static final HeadValues MAP = new HeadValues(new float[][] {{1, 2}}, 16);

  @AfterEach
  void leave() {
    Notebook.host(null);
  }

  @Test
  void jjavaFindsTheExtension() {
    List<String> found =
        ServiceLoader.load(Extension.class).stream().map(p -> p.type().getName()).toList();
    assertEquals(List.of(EntroscopeExtension.class.getName()), found);
  }

  @Test
  void kernelsOfJJavasLibraryShowOurValues() {
    EntroscopeKernel kernel = new EntroscopeKernel();
    new EntroscopeExtension().install(kernel);
    var data = kernel.getRenderer().render(Architecture.of("SM"));
    assertTrue(
        data.getData(org.dflib.jjava.jupyter.kernel.display.mime.MIMEType.TEXT_HTML)
            .toString()
            .contains("<img class=\"entroscope-picture\""));
    assertEquals(
        "plain",
        kernel
            .getRenderer()
            .render("plain")
            .getData(org.dflib.jjava.jupyter.kernel.display.mime.MIMEType.TEXT_PLAIN));
    assertTrue(kernel.getMagicsRegistry().getLineMagicNames().contains("entroscope"));
  }

  /** JJava 1.0-a6 does not show the value that a line magic returns. */
  @Test
  void theStatusIsShownByTheMagicItselfWhereACellRuns() {
    DisplayBundle status = Entroscope.status();
    assertEquals(status, EntroscopeExtension.leftToShow(status), "no cell runs");
    FakeCell cell = new FakeCell("%entroscope");
    Notebook.host(() -> cell);
    assertNull(EntroscopeExtension.leftToShow(status));
    assertEquals(List.of(new FakeCell.Shown(false, null, status)), cell.shown);
  }

  @Test
  void installingNeverThrows() {
    assertDoesNotThrow(() -> new EntroscopeExtension().install(null));
  }

  @Test
  void ijavasRendererShowsOurValues() {
    Renderer renderer = new Renderer();
    IJavaBridge.register(renderer);
    DisplayData data = renderer.render(Architecture.of("SM"));
    assertTrue(
        data.getData(MIMEType.TEXT_HTML).toString().contains("<img class=\"entroscope-picture\""));
    assertEquals("plain", renderer.render("plain").getData(MIMEType.TEXT_PLAIN));
    DisplayData asked = renderer.renderAs(Architecture.of("SM"), "text/html");
    assertTrue(asked.hasDataForType(MIMEType.TEXT_HTML));
  }

  @Test
  void withoutAKernelTheCallSaysSo() {
    assertTrue(Entroscope.install().contains("no supported kernel was found"));
  }

  @Test
  void theStatusNamesTheDeviceAndWhyItIsNoGpu() {
    EngineReport report = EngineReport.current();
    String status = Entroscope.status().text();
    for (String fact :
        List.of(
            report.engine(),
            report.device(),
            report.withoutGpu(),
            report.threads() + " per operation",
            CacheFolder.path().toString(),
            "heap ")) {
      assertTrue(status.contains(fact), fact + " in " + status);
    }
    String html = Entroscope.status().html();
    assertTrue(html.contains("no GPU") == !report.withoutGpu().isEmpty(), html);
  }

  @Test
  void aGpuIsNamedWithHowManyThereAre() {
    EngineReport two =
        new EngineReport("PyTorch 2.7.1", "/lib", "gpu(0)", 2, "", Precision.FLOAT32, 1, 1, "17");
    assertEquals("gpu(0), of 2 found", EngineFacts.device(two));
  }

  @Test
  void theWayOfPlotlyIsChosen() {
    try {
      for (String choice : List.of("all", "none", "once")) {
        String words = Entroscope.status("embed", choice).text();
        assertTrue(words.contains("plotly.js"), words);
        assertEquals(choice, Notebook.plotly().embed().name().toLowerCase(Locale.ROOT));
        assertTrue(Entroscope.status().text().contains(words), "the status says it, too");
        int library = PlotlyLibrary.html().length();
        FakeCell cell = new FakeCell(choice);
        DisplayBundle figure = Displays.of(MAP).orElseThrow();
        DisplayBundle ready = Notebook.plotly().prepare(figure, cell);
        assertEquals(choice.equals("all"), ready.html().length() > library, choice);
        assertEquals(choice.equals("once") ? 1 : 0, cell.shown.size(), choice);
      }
    } finally {
      Notebook.plotly().embed(PlotlyOutput.Embed.ONCE);
    }
  }

  @Test
  void theStatusIsShownAndMistakesAreNamed() {
    assertTrue(Entroscope.status().text().contains("Entroscope"));
    String message =
        assertThrows(IllegalArgumentException.class, () -> Entroscope.status("embed", "twice"))
            .getMessage();
    assertTrue(message.contains("embed twice") && message.contains("all|once|none"), message);
  }
}
