package org.entroscope.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.entroscope.kernel.Install;

/** Installs the Entroscope kernel that is on our own class path, where it is not installed yet. */
final class OurKernel implements Lab.KernelInstaller {

  private final Machine machine;

  OurKernel(Machine machine) {
    this.machine = machine;
  }

  @Override
  public void install() {
    try {
      Install.ifMissing()
          .ifPresent(folder -> machine.say("Installed the Entroscope kernel in " + folder));
    } catch (IOException e) {
      throw new UncheckedIOException("the kernel cannot be installed", e);
    }
  }
}
