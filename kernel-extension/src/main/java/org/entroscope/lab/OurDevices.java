package org.entroscope.lab;

import java.util.Map;
import org.entroscope.engine.PyTorchBuild;
import org.entroscope.hub.CpuBuild;
import org.entroscope.hub.CudaBuild;

/** Provides PyTorch for the CPU of this machine and, if it has one, for its GPU. */
final class OurDevices implements Lab.Devices {

  private final Machine machine;

  OurDevices(Machine machine) {
    this.machine = machine;
  }

  @Override
  public Map<String, String> prepare(DeviceSetup.Wanted wanted) {
    PyTorchBuild build = PyTorchBuild.ofThisMachine();
    try {
      if (CpuBuild.provide()) {
        machine.say(
            "Fetched PyTorch %s for %s with Maven".formatted(build.version(), build.classifier()));
      }
    } catch (UnsupportedOperationException e) {
      throw new LabException(e.getMessage());
    }
    return new DeviceSetup(
            machine, build, CudaBuild.server(), CudaBuild.PATIENCE, new GpuCheck(build))
        .prepare(wanted);
  }
}
