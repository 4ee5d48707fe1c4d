package org.entroscope.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.apache.maven.settings.Settings;
import org.eclipse.aether.DefaultRepositorySystemSession;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.collection.CollectRequest;
import org.eclipse.aether.graph.Dependency;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.resolution.ArtifactResult;
import org.eclipse.aether.resolution.DependencyRequest;
import org.eclipse.aether.resolution.DependencyResolutionException;
import org.eclipse.aether.supplier.RepositorySystemSupplier;
import org.eclipse.aether.transfer.AbstractTransferListener;
import org.eclipse.aether.transfer.TransferCancelledException;
import org.eclipse.aether.transfer.TransferEvent;
import org.eclipse.aether.util.artifact.JavaScopes;
import org.eclipse.aether.util.filter.DependencyFilterUtils;
import org.entroscope.progress.Progress;

/** Libraries with all that they need to run, from where the user's own Maven would get them. */
public final class MavenLibraries {

  private MavenLibraries() {}

  /**
   * The jars of libraries and of everything they depend on at run time; downloaded where they are
   * not in the local repository.
   *
   * @param coordinates {@code group:artifact:version}, or {@code
   *     group:artifact:extension:classifier:version}
   * @throws IllegalArgumentException if coordinates are not understood
   * @throws UncheckedIOException if a jar cannot be had; the message says which and why
   * @throws CancellationException if the thread is interrupted
   */
  public static List<Path> resolve(List<String> coordinates) {
    if (coordinates.isEmpty()) {
      throw new IllegalArgumentException("name a library: group:artifact:version");
    }
    Settings settings = MavenSettings.ofUser();
    RepositorySystem system = new RepositorySystemSupplier().get();
    try (Progress progress = Progress.begin("Getting libraries", -1, "bytes")) {
      Path local = MavenSettings.localRepository(settings);
      DefaultRepositorySystemSession session = MavenSession.open(system, settings, local);
      session.setTransferListener(new Counter(progress));
      List<RemoteRepository> repositories =
          system.newResolutionRepositories(session, MavenSession.repositories(settings));
      CollectRequest collect = new CollectRequest().setRepositories(repositories);
      for (String each : coordinates) {
        collect.addDependency(new Dependency(artifact(each), JavaScopes.COMPILE));
      }
      DependencyRequest request =
          new DependencyRequest(
              collect,
              DependencyFilterUtils.classpathFilter(JavaScopes.COMPILE, JavaScopes.RUNTIME));
      List<Path> jars =
          system.resolveDependencies(session, request).getArtifactResults().stream()
              .filter(ArtifactResult::isResolved)
              .map(result -> result.getArtifact().getFile().toPath())
              .toList();
      progress.finish(jars.size() + " jars");
      return jars;
    } catch (DependencyResolutionException e) {
      if (Thread.interrupted()) {
        throw new CancellationException("getting libraries was interrupted");
      }
      throw new UncheckedIOException(
          "cannot get %s: %s".formatted(String.join(", ", coordinates), reason(e)),
          new IOException(e));
    } finally {
      system.shutdown();
    }
  }

  private static DefaultArtifact artifact(String coordinates) {
    try {
      return new DefaultArtifact(coordinates);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "'%s' is not group:artifact:version, as in org.apache.commons:commons-csv:1.14.1"
              .formatted(coordinates),
          e);
    }
  }

  private static String reason(Throwable failure) {
    String reason = failure.getMessage();
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      reason = cause.getMessage() == null ? reason : cause.getMessage();
    }
    return reason;
  }

  /** Downloads run in threads of the resolver, so only the work's own thread may tell of them. */
  private static final class Counter extends AbstractTransferListener {

    private final Progress progress;
    private final Thread owner = Thread.currentThread();

    Counter(Progress progress) {
      this.progress = progress;
    }

    @Override
    public synchronized void transferProgressed(TransferEvent event)
        throws TransferCancelledException {
      if (owner.isInterrupted()) {
        throw new TransferCancelledException("interrupted");
      }
      progress.note(event.getResource().getFile().getName());
      progress.advance(event.getDataLength());
    }
  }
}
