package org.entroscope.notebook;

import java.lang.reflect.Field;
import org.dflib.jjava.jupyter.channels.ShellReplyEnvironment;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.DisplayStream;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.messages.Message;
import org.dflib.jjava.jupyter.messages.publish.PublishDisplayData;
import org.dflib.jjava.jupyter.messages.publish.PublishUpdateDisplayData;
import org.dflib.jjava.jupyter.messages.request.ExecuteRequest;

/**
 * Live output in JJava and other kernels based on jjava-jupyter.
 *
 * <p>The display stream of these kernels belongs to the running cell, but the environment inside it
 * belongs to one cell. The environment is not public, so it is read by reflection. If it is not
 * found, the stream is used.
 */
final class JJavaHost implements NotebookHost {

  private final BaseKernel kernel;
  private final Field environment;

  JJavaHost(BaseKernel kernel) {
    this.kernel = kernel;
    this.environment = Reflection.field(DisplayStream.class, "env");
  }

  @Override
  public CellOutput current() {
    DisplayStream stream = kernel.getIO().display;
    if (!stream.isAttached()) {
      return null;
    }
    Object env = Reflection.get(environment, stream);
    return env instanceof ShellReplyEnvironment found ? new OfCell(found) : new OfStream(stream);
  }

  /** Converts a bundle to the type of this library. */
  static DisplayData data(DisplayBundle bundle, String id) {
    DisplayData data = new DisplayData();
    bundle.forms().forEach(data::putData);
    if (id != null) {
      // the type of setDisplayId differs between versions, but that of this field does not
      data.putTransientData("display_id", id);
    }
    return data;
  }

  private record OfCell(ShellReplyEnvironment env) implements CellOutput {

    @Override
    public void display(DisplayBundle bundle, String id) {
      Undisturbed.run(() -> env.publish(new PublishDisplayData(data(bundle, id))));
    }

    @Override
    public void update(DisplayBundle bundle, String id) {
      Undisturbed.run(() -> env.publish(new PublishUpdateDisplayData(data(bundle, id))));
    }

    @Override
    public String cell() {
      if (env.getContext() instanceof Message<?> message
          && message.getContent() instanceof ExecuteRequest request) {
        Object id = message.getNonNullMetadata().get("cellId");
        return id == null ? request.getCode() : String.valueOf(id);
      }
      return "";
    }

    @Override
    public Object execution() {
      return env;
    }
  }

  private record OfStream(DisplayStream stream) implements CellOutput {

    @Override
    public void display(DisplayBundle bundle, String id) {
      Undisturbed.run(() -> stream.display(data(bundle, id)));
    }

    @Override
    public void update(DisplayBundle bundle, String id) {
      Undisturbed.run(() -> stream.updateDisplay(data(bundle, id)));
    }

    @Override
    public String cell() {
      return "";
    }

    @Override
    public Object execution() {
      return stream;
    }
  }
}
