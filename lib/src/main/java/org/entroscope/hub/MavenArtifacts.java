package org.entroscope.hub;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import org.entroscope.progress.Progress;

/**
 * Source jars from the local Maven repository, or from where the user's Maven would get them; the
 * latter needs {@link OptionalPart#MAVEN}.
 */
public final class MavenArtifacts {

  private final Path local;
  private final Remote remote;

  /** Where a jar comes from that is not in the local repository. */
  @FunctionalInterface
  interface Remote {
    Path sources(PinnedJar jar, Progress progress);
  }

  private MavenArtifacts(Path local, Remote remote) {
    this.local = local;
    this.remote = remote;
  }

  /**
   * Artifacts by given settings.
   *
   * @param settings a {@code settings.xml} with mirrors, proxies and profiles
   * @param local the folder of the local repository
   * @throws IllegalStateException if the settings cannot be understood
   */
  public static MavenArtifacts of(Path settings, Path local) {
    OptionalPart.MAVEN.require("reading " + settings);
    return new MavenArtifacts(local, MavenSources.of(settings, local));
  }

  /** Artifacts by the user's own settings, from the user's local repository. */
  public static MavenArtifacts ofUser() {
    if (OptionalPart.MAVEN.isPresent()) {
      MavenSources remote = MavenSources.ofUser();
      return new MavenArtifacts(remote.local(), remote);
    }
    // where the settings put the repository elsewhere, only Maven's library knows
    return new MavenArtifacts(
        MavenHome.repository(null),
        (jar, progress) -> {
          throw new IllegalStateException(
              OptionalPart.MAVEN.missing("downloading the sources of " + jar.coordinates()));
        });
  }

  /**
   * The file of a source jar.
   *
   * @param progress counts the jar's bytes
   * @throws UncheckedIOException if it cannot be had; the message says where it was looked for
   * @throws IllegalStateException if it has to be downloaded and {@link OptionalPart#MAVEN} is not
   *     there
   * @throws CancellationException if the thread is interrupted
   */
  public Path sources(PinnedJar jar, Progress progress) {
    // found without Maven, which takes half a second to start
    Path kept =
        local
            .resolve(jar.group().replace('.', '/'))
            .resolve(jar.artifact())
            .resolve(jar.version())
            .resolve(jar.fileName());
    if (Files.isRegularFile(kept)) {
      progress.advance(jar.jarBytes());
      return kept;
    }
    return remote.sources(jar, progress);
  }
}
