package org.entroscope.lab;

import java.nio.file.Path;
import org.entroscope.browser.Browser;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** A server of JupyterLab 4 and Notebook 7 with plotly's extension, and a browser. */
abstract class PagesBesidePlotly {

  @TempDir static Path folder;
  static JupyterServer server;
  static Browser browser;

  @BeforeAll
  static void start() throws Exception {
    server = JupyterServer.start(folder, JupyterServer.Beside.PLOTLY);
    browser = Browser.start();
  }

  @AfterAll
  static void stop() throws Exception {
    if (browser != null) {
      browser.close();
    }
    if (server != null) {
      server.close();
    }
  }
}
