package org.entroscope.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.UUID;
import org.entroscope.kernel.Install;
import org.entroscope.kernel.Install.Installed;

/**
 * The Entroscope kernel that is on our own class path, made known to the Jupyter that we start, and
 * to the user's own Jupyter where that does not know one yet.
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
                "The Entroscope kernel in %s ran from %s, which is gone; it runs from here now."
                    .formatted(users.folder(), users.before().orElseThrow()));
        case LEFT ->
            machine.say(
                "This project's kernel is used here. The one of your own Jupyter stays that of "
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

  /** Another one for each folder of jars. */
  private static String nameOf(Path libraries) {
    byte[] path = libraries.toString().getBytes(StandardCharsets.UTF_8);
    return UUID.nameUUIDFromBytes(path).toString().substring(0, 8);
  }
}
