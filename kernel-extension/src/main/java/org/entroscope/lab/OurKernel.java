package org.entroscope.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.UUID;
import org.entroscope.kernel.Install;
import org.entroscope.kernel.Install.Installed;

/**
 * Installs the Entroscope kernel on our own class path in the Jupyter that we start, and in the
 * user's own Jupyter if that does not have one.
 */
final class OurKernel implements Lab.KernelInstaller {

  private final Machine machine;

  OurKernel(Machine machine) {
    this.machine = machine;
  }

  @Override
  public Path install() {
    try {
      Installed users = Install.ifMissing();
      switch (users.change()) {
        case NONE -> {}
        case WRITTEN -> machine.say("Installed the Entroscope kernel in " + users.folder());
        case REPAIRED ->
            machine.say(
                "The Entroscope kernel in %s used %s, which does not exist any more; it uses this project now."
                    .formatted(users.folder(), users.before().orElseThrow()));
        case LEFT ->
            machine.say(
                "This project's kernel is used here. Your own Jupyter keeps the kernel of "
                    + users.before().orElseThrow());
      }
      Path own = machine.cache().resolve("kernels").resolve(nameOf(Install.libraries()));
      Install.forThisBuild(own);
      PageTemplate.write(own.resolve("nbconvert").resolve("templates"));
      return own;
    } catch (IOException e) {
      throw new UncheckedIOException("the kernel cannot be installed", e);
    }
  }

  /** Returns the name of the kernel, which differs between folders of jars. */
  private static String nameOf(Path libraries) {
    byte[] path = libraries.toString().getBytes(StandardCharsets.UTF_8);
    return UUID.nameUUIDFromBytes(path).toString().substring(0, 8);
  }
}
