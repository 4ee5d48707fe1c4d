package org.entroscope.hub;

import java.nio.file.Path;
import org.apache.maven.settings.Settings;
import org.eclipse.aether.DefaultRepositorySystemSession;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.repository.LocalRepository;
import org.eclipse.aether.resolution.ArtifactRequest;
import org.eclipse.aether.resolution.ArtifactResolutionException;
import org.entroscope.files.Failures;
import org.entroscope.progress.Progress;

/**
 * Downloads source jars from the repositories that the user's Maven would use.
 *
 * @param settings the settings with mirrors, proxies and profiles
 * @param local the folder of the local repository, in which downloaded jars are kept
 */
record MavenSources(Settings settings, Path local) implements MavenArtifacts.Remote {

  static MavenSources of(Path settings, Path local) {
    return new MavenSources(MavenSettings.read(settings, null), local);
  }

  static MavenSources ofUser() {
    Settings settings = MavenSettings.ofUser();
    return new MavenSources(settings, MavenSettings.localRepository(settings));
  }

  @Override
  public Path sources(PinnedJar jar, Progress progress) {
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
          a text of your own: Corpus.of(Path.of("folder"))\
          """
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
      // "simple" accepts a file from any repository, because the checksum is checked instead of its
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
