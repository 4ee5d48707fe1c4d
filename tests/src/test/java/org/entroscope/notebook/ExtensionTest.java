package org.entroscope.notebook;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import io.github.spencerpark.jupyter.kernel.display.Renderer;
import io.github.spencerpark.jupyter.kernel.display.mime.MIMEType;
import java.util.List;
import java.util.ServiceLoader;
import org.dflib.jjava.jupyter.Extension;
import org.entroscope.architecture.Architecture;
import org.entroscope.kernel.EntroscopeKernel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ExtensionTest {

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
    var data = kernel.getRenderer().render(Architecture.SM);
    assertTrue(
        data.getData(org.dflib.jjava.jupyter.kernel.display.mime.MIMEType.TEXT_HTML)
            .toString()
            .contains("<svg"));
    assertEquals(
        "plain",
        kernel
            .getRenderer()
            .render("plain")
            .getData(org.dflib.jjava.jupyter.kernel.display.mime.MIMEType.TEXT_PLAIN));
    assertTrue(kernel.getMagicsRegistry().getLineMagicNames().contains("entroscope"));
  }

  @Test
  void installingNeverThrows() {
    assertDoesNotThrow(() -> new EntroscopeExtension().install(null));
  }

  @Test
  void ijavasRendererShowsOurValues() {
    Renderer renderer = new Renderer();
    IJavaBridge.register(renderer);
    DisplayData data = renderer.render(Architecture.SM);
    assertTrue(data.getData(MIMEType.TEXT_HTML).toString().contains("<svg"));
    assertEquals("plain", renderer.render("plain").getData(MIMEType.TEXT_PLAIN));
    DisplayData asked = renderer.renderAs(Architecture.SM, "text/html");
    assertTrue(asked.hasDataForType(MIMEType.TEXT_HTML));
  }

  @Test
  void withoutAKernelTheCallSaysSo() {
    assertTrue(Entroscope.install().contains("no kernel found"));
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
