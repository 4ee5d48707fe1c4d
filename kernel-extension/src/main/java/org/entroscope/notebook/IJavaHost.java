package org.entroscope.notebook;

import io.github.spencerpark.jupyter.channels.ShellReplyEnvironment;
import io.github.spencerpark.jupyter.kernel.BaseKernel;
import io.github.spencerpark.jupyter.kernel.DisplayStream;
import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import io.github.spencerpark.jupyter.messages.Message;
import io.github.spencerpark.jupyter.messages.publish.PublishDisplayData;
import io.github.spencerpark.jupyter.messages.publish.PublishUpdateDisplayData;
import io.github.spencerpark.jupyter.messages.request.ExecuteRequest;
import java.lang.reflect.Field;

/**
 * Live output in IJava and other kernels based on jupyter-jvm-basekernel. It corresponds to {@link
 * JJavaHost} with the older library.
 *
 * <p>The display stream of these kernels belongs to the running cell, but the environment inside it
 * belongs to one cell. The environment is not public, so it is read by reflection. If it is not
 * found, the stream is used.
 */
final class IJavaHost implements NotebookHost {

  private final BaseKernel kernel;
  private final Field environment;

  IJavaHost(BaseKernel kernel) {
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
