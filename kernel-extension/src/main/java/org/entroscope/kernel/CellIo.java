package org.entroscope.kernel;

import java.nio.charset.StandardCharsets;
import org.dflib.jjava.jupyter.channels.ShellReplyEnvironment;
import org.dflib.jjava.jupyter.kernel.JupyterIO;

/**
 * Makes the base library's streams accessible to this package, for input and for other extensions.
 */
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
