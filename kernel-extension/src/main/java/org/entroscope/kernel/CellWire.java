package org.entroscope.kernel;

import org.dflib.jjava.jupyter.channels.ShellReplyEnvironment;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.messages.publish.PublishDisplayData;
import org.dflib.jjava.jupyter.messages.publish.PublishUpdateDisplayData;
import org.entroscope.notebook.DisplayBundle;
import org.entroscope.notebook.EntroscopeExtension;
import org.entroscope.notebook.Undisturbed;

/** Sends output as Jupyter messages that name their cell. */
record CellWire(ShellReplyEnvironment env) implements Cell.Wire {

  @Override
  public void text(boolean error, String text) {
    Undisturbed.run(() -> write(error, text));
  }

  @Override
  public void display(DisplayBundle bundle, String id, boolean update) {
    DisplayData data = EntroscopeExtension.displayData(bundle, id);
    Undisturbed.run(() -> publish(data, update));
  }

  private void publish(DisplayData data, boolean update) {
    if (update) {
      env.publish(new PublishUpdateDisplayData(data));
    } else {
      env.publish(new PublishDisplayData(data));
    }
  }

  private void write(boolean error, String text) {
    if (error) {
      env.writeToStdErr(text);
    } else {
      env.writeToStdOut(text);
    }
  }
}
