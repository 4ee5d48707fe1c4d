package org.entroscope.kernel;

import org.dflib.jjava.jupyter.channels.ShellReplyEnvironment;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.messages.publish.PublishDisplayData;
import org.dflib.jjava.jupyter.messages.publish.PublishUpdateDisplayData;
import org.entroscope.notebook.DisplayBundle;
import org.entroscope.notebook.EntroscopeExtension;

/** Output as messages of Jupyter that name the cell they belong to. */
record CellWire(ShellReplyEnvironment env) implements Cell.Wire {

  @Override
  public void text(boolean error, String text) {
    if (error) {
      env.writeToStdErr(text);
    } else {
      env.writeToStdOut(text);
    }
  }

  @Override
  public void display(DisplayBundle bundle, String id, boolean update) {
    DisplayData data = EntroscopeExtension.displayData(bundle, id);
    if (update) {
      env.publish(new PublishUpdateDisplayData(data));
    } else {
      env.publish(new PublishDisplayData(data));
    }
  }
}
