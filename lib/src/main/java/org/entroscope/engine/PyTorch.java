package org.entroscope.engine;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import org.entroscope.files.FirstLoad;

/**
 * DJL's engine for PyTorch. Its native library is loaded when it is first asked for; an interrupt
 * that comes while it is loaded would be lost, so that {@link FirstLoad} does it.
 */
public final class PyTorch {

  private static final String NAME = "PyTorch";

  private static volatile boolean loaded;

  private PyTorch() {}

  /** The engine, which is loaded if it has not been yet. */
  public static Engine engine() {
    if (!loaded) {
      FirstLoad.run(() -> Engine.getEngine(NAME));
      loaded = true;
    }
    return Engine.getEngine(NAME);
  }

  /**
   * A manager of arrays that has no parent.
   *
   * @param device where its arrays are, or null for the best there is
   */
  public static NDManager manager(Device device) {
    return engine().newBaseManager(device);
  }
}
