package org.entroscope.engine;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import org.entroscope.files.FirstLoad;

/**
 * Provides DJL's engine for PyTorch. The first use loads its native library. An interrupt during
 * that load would be lost, so {@link FirstLoad} loads it on a thread that is never interrupted.
 */
public final class PyTorch {

  private static final String NAME = "PyTorch";

  private static volatile boolean loaded;

  private PyTorch() {}

  /** Returns the engine. The first call loads its native library. */
  public static Engine engine() {
    if (!loaded) {
      FirstLoad.run(
          () -> {
            DeviceChoice.make();
            Engine.getEngine(NAME);
          });
      loaded = true;
    }
    return Engine.getEngine(NAME);
  }

  /**
   * Creates a manager of arrays that has no parent.
   *
   * @param device the device of its arrays, or null for the best one available
   */
  public static NDManager manager(Device device) {
    return engine().newBaseManager(device);
  }
}
