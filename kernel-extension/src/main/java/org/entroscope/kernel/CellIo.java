package org.entroscope.kernel;

import java.nio.charset.StandardCharsets;
import org.dflib.jjava.jupyter.channels.ShellReplyEnvironment;
import org.dflib.jjava.jupyter.kernel.JupyterIO;

/** The base library's streams, opened to this package: they serve input, and foreign extensions. */
final class CellIo extends JupyterIO {

  CellIo() {
    super(StandardCharsets.UTF_8);
  }

  void attach(ShellReplyEnvironment env, boolean input) {
    setEnv(env);
    setJupyterInEnabled(input);
  }

  void detach(ShellReplyEnvironment env) {
    retractEnv(env);
  }
}
