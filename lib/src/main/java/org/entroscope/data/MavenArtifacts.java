package org.entroscope.data;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.apache.maven.settings.Settings;
import org.eclipse.aether.DefaultRepositorySystemSession;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.resolution.ArtifactRequest;
import org.eclipse.aether.resolution.ArtifactResolutionException;
import org.eclipse.aether.supplier.RepositorySystemSupplier;
import org.eclipse.aether.transfer.AbstractTransferListener;
import org.eclipse.aether.transfer.TransferCancelledException;
import org.eclipse.aether.transfer.TransferEvent;
import org.entroscope.progress.Progress;

/** Source jars from the local Maven repository, or from where the user's Maven would get them. */
final class MavenArtifacts {

  private final Settings settings;
  private final Path local;

  MavenArtifacts(Settings settings, Path local) {
    this.settings = settings;
    this.local = local;
  }

  static MavenArtifacts ofUser() {
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
  Path sources(PinnedJar jar, Progress progress) {
    Artifact artifact =
        new DefaultArtifact(jar.group(), jar.artifact(), "sources", "jar", jar.version());
    RepositorySystem system = new RepositorySystemSupplier().get();
    Counter counter = new Counter(progress);
    try {
      DefaultRepositorySystemSession session = MavenSession.open(system, settings, local);
      session.setTransferListener(counter);
      String path = session.getLocalRepositoryManager().getPathForLocalArtifact(artifact);
      Path file = local.resolve(path);
      if (!Files.isRegularFile(file)) {
        file = download(system, session, artifact);
      }
      progress.advance(Math.max(0, jar.jarBytes() - counter.counted));
      return file;
    } catch (ArtifactResolutionException e) {
      if (counter.cancelled != null) {
        throw counter.cancelled;
      }
      throw Failures.of(
          """
          cannot get the sources of %s: they are not in the local Maven repository (%s), and \
          downloading them failed: %s
          Connect to the network once, or name a mirror or proxy in ~/.m2/settings.xml, or take \
          a text of your own: Corpus.of(Path.of("folder"))"""
              .formatted(jar.coordinates(), local, reason(e)),
          e);
    } finally {
      system.shutdown();
    }
  }

  /** One jar at a time: a single download runs in this thread, and so can be interrupted. */
  private Path download(
      RepositorySystem system, DefaultRepositorySystemSession session, Artifact artifact)
      throws ArtifactResolutionException {
    List<RemoteRepository> repositories =
        system.newResolutionRepositories(session, MavenSession.repositories(settings));
    ArtifactRequest request = new ArtifactRequest(artifact, repositories, null);
    try {
      return system.resolveArtifact(session, request).getArtifact().getFile().toPath();
    } catch (RuntimeException e) {
      // the resolver's locks wrap an interrupt in a plain exception
      throw Failures.of("cannot download " + artifact + ": " + e.getMessage(), e);
    }
  }

  /** The innermost cause that has words for it. */
  private static String reason(Throwable failure) {
    String reason = failure.getMessage();
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      reason = cause.getMessage() == null ? reason : cause.toString();
    }
    return reason;
  }

  private static final class Counter extends AbstractTransferListener {

    private final Progress progress;
    private long counted;
    private CancellationException cancelled;

    Counter(Progress progress) {
      this.progress = progress;
    }

    @Override
    public void transferProgressed(TransferEvent event) throws TransferCancelledException {
      try {
        counted += event.getDataLength();
        progress.advance(event.getDataLength());
      } catch (CancellationException e) {
        cancelled = e;
        throw new TransferCancelledException(e.getMessage());
      }
    }
  }
}
