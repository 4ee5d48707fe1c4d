package org.entroscope.hub;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import org.entroscope.progress.Progress;

/**
 * Finds source jars in the local Maven repository, or downloads them from the repositories that the
 * user's Maven would use. A download requires {@link OptionalPart#MAVEN}.
 */
public final class MavenArtifacts {

  private final Path local;
  private final Remote remote;

  /** The source of jars that are not in the local repository. */
  @FunctionalInterface
  interface Remote {
    Path sources(PinnedJar jar, Progress progress);
  }

  private MavenArtifacts(Path local, Remote remote) {
    this.local = local;
    this.remote = remote;
  }

  /**
   * Returns artifacts with given settings.
   *
   * @param settings a {@code settings.xml} with mirrors, proxies and profiles
   * @param local the folder of the local repository
   * @throws IllegalStateException if the settings cannot be understood
   */
  public static MavenArtifacts of(Path settings, Path local) {
    OptionalPart.MAVEN.require("reading " + settings);
    return new MavenArtifacts(local, MavenSources.of(settings, local));
  }

  /** Returns artifacts with the user's own settings and local repository. */
  public static MavenArtifacts ofUser() {
    if (OptionalPart.MAVEN.isPresent()) {
      MavenSources remote = MavenSources.ofUser();
      return new MavenArtifacts(remote.local(), remote);
    }
    // only Maven's library can read a repository path from the settings
    return new MavenArtifacts(
        MavenHome.repository(null),
        (jar, progress) -> {
          throw new IllegalStateException(
              OptionalPart.MAVEN.missing("downloading the sources of " + jar.coordinates()));
        });
  }

  /**
   * Returns the file of a source jar.
   *
   * @param progress the progress that counts the jar's bytes
   * @throws UncheckedIOException if it cannot be found or downloaded; the message says where it was
   *     searched
   * @throws IllegalStateException if it has to be downloaded and {@link OptionalPart#MAVEN} is
   *     missing
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
