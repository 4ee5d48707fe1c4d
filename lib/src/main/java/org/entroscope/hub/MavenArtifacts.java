package org.entroscope.hub;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import org.apache.maven.settings.Settings;
import org.eclipse.aether.DefaultRepositorySystemSession;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.repository.LocalRepository;
import org.eclipse.aether.resolution.ArtifactRequest;
import org.eclipse.aether.resolution.ArtifactResolutionException;
import org.entroscope.files.Failures;
import org.entroscope.progress.Progress;

/** Source jars from the local Maven repository, or from where the user's Maven would get them. */
public final class MavenArtifacts {

  private final Settings settings;
  private final Path local;

  private MavenArtifacts(Settings settings, Path local) {
    this.settings = settings;
    this.local = local;
  }

  /**
   * Artifacts by given settings.
   *
   * @param settings a {@code settings.xml} with mirrors, proxies and profiles
   * @param local the folder of the local repository
   * @throws IllegalStateException if the settings cannot be understood
   */
  public static MavenArtifacts of(Path settings, Path local) {
    return new MavenArtifacts(MavenSettings.read(settings, null), local);
  }

  /** Artifacts by the user's own settings, from the user's local repository. */
  public static MavenArtifacts ofUser() {
    Settings settings = MavenSettings.ofUser();
    return new MavenArtifacts(settings, MavenSettings.localRepository(settings));
  }

  /**
   * The file of a source jar.
   *
   * @param progress counts the jar's bytes
   * @throws UncheckedIOException if it cannot be had; the message says where it was looked for
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
    Artifact artifact =
        new DefaultArtifact(jar.group(), jar.artifact(), "sources", "jar", jar.version());
    MavenTransfers transfers = new MavenTransfers();
    try {
      Path file = transfers.await(() -> find(artifact, transfers), progress);
      progress.advance(Math.max(0, jar.jarBytes() - transfers.bytes()));
      return file;
    } catch (ArtifactResolutionException e) {
      throw Failures.of(
          """
          cannot get the sources of %s: they are not in the local Maven repository (%s), and \
          downloading them failed: %s
          Connect to the network once, or name a mirror or proxy in ~/.m2/settings.xml, or take \
          a text of your own: Corpus.of(Path.of("folder"))"""
              .formatted(jar.coordinates(), local, MavenFailures.reason(e)),
          e);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw Failures.of("cannot get the sources of " + jar.coordinates() + ": " + e, e);
    }
  }

  private Path find(Artifact artifact, MavenTransfers transfers)
      throws ArtifactResolutionException {
    try (MavenSession maven = MavenSession.open(settings, local)) {
      DefaultRepositorySystemSession session = maven.session();
      // "simple" takes a file whichever repository it came from: the checksum decides, not its
      // origin
      session.setLocalRepositoryManager(
          maven
              .system()
              .newLocalRepositoryManager(session, new LocalRepository(local.toFile(), "simple")));
      session.setTransferListener(transfers);
      ArtifactRequest request = new ArtifactRequest(artifact, maven.repositories(), null);
      return maven.system().resolveArtifact(session, request).getArtifact().getFile().toPath();
    }
  }
}
