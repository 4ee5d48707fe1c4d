package org.entroscope.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.entroscope.browser.Browser;
import org.entroscope.browser.NotebookPage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that only the notebooks that we ship are signed. Jupyter shows their stored figures because
 * of the signature.
 */
@Tag("slow")
class TrustIT {

  private static final String IS_SIGNED =
      "import sys, nbformat; from nbformat.sign import NotebookNotary;"
          + "print(NotebookNotary().check_signature(nbformat.read(sys.argv[1], 4)))";

  @TempDir Path folder;

  @Test
  void onlyWhatWeShipIsSigned() throws Exception {
    FakeMachine machine = new FakeMachine();
    Jupyter jupyter =
        new JupyterProvision(new LocalMachine(System.err)).provide(Jupyter.Use.EXECUTE);
    Path ours = folder.resolve("quickstart.ipynb");
    Path others = NotebookFile.write(folder.resolve("others.ipynb"), "1 + 1");
    Files.copy(LabCommand.PROJECT.resolve("notebooks/quickstart.ipynb"), ours);
    new Trust(machine, jupyter).sign(folder);
    assertEquals(List.of(), machine.said);
    assertEquals("True", signed(jupyter, ours));
    assertEquals("False", signed(jupyter, others));
  }

  @Test
  void whatCannotBeReadIsSaidAndTheOthersAreSigned() throws Exception {
    FakeMachine machine = new FakeMachine();
    Jupyter jupyter =
        new JupyterProvision(new LocalMachine(System.err)).provide(Jupyter.Use.EXECUTE);
    Files.writeString(folder.resolve("paper.ipynb"), "{");
    Path ours = folder.resolve("quickstart.ipynb");
    Files.copy(LabCommand.PROJECT.resolve("notebooks/quickstart.ipynb"), ours);
    new Trust(machine, jupyter).sign(folder);
    assertTrue(machine.said.toString().contains("paper.ipynb"), machine.said::toString);
    assertEquals("True", signed(jupyter, ours));
  }

  private static String signed(Jupyter jupyter, Path notebook) throws Exception {
    Process python = jupyter.command(List.of("-c", IS_SIGNED, notebook.toString())).start();
    return new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
  }

  @Test
  void theFirstViewOfAShippedNotebookHasItsFigures() throws Exception {
    try (JupyterServer server = JupyterServer.startOnOurNotebooks(folder);
        Browser browser = Browser.start();
        NotebookPage page = NotebookPage.open(browser, server.lab("quickstart.ipynb"))) {
      browser.await(
          "document.querySelector('[data-entroscope] svg.main-svg')", Duration.ofMinutes(4));
      browser.screenshot("first-view");
      assertEquals(
          0L,
          browser.run(
              "return (document.body.innerText.match(/figure is not drawn/g) || []).length"));
    }
  }
}
