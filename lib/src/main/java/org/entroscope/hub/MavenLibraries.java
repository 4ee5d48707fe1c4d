package org.entroscope.hub;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import org.apache.maven.settings.Settings;
import org.eclipse.aether.DefaultRepositorySystemSession;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.collection.CollectRequest;
import org.eclipse.aether.graph.Dependency;
import org.eclipse.aether.resolution.ArtifactResult;
import org.eclipse.aether.resolution.DependencyRequest;
import org.eclipse.aether.resolution.DependencyResolutionException;
import org.eclipse.aether.util.artifact.JavaScopes;
import org.eclipse.aether.util.filter.DependencyFilterUtils;
import org.entroscope.files.Failures;
import org.entroscope.progress.Progress;

/**
 * Resolves libraries and their runtime dependencies from the repositories that the user's Maven
 * would use.
 */
public final class MavenLibraries {

  private MavenLibraries() {}

  /**
   * Returns the jars of libraries and of all their runtime dependencies. Jars that are not in the
   * local repository are downloaded.
   *
   * @param coordinates the coordinates, each {@code group:artifact:version} or {@code
   *     group:artifact:extension:classifier:version}
   * @throws IllegalArgumentException if coordinates cannot be parsed
   * @throws UncheckedIOException if a jar cannot be downloaded, or if a POM is missing or cannot be
   *     read, so that the dependencies of its library are not known; the message says which and why
   * @throws CancellationException if the thread is interrupted
   */
  public static List<Path> resolve(List<String> coordinates) {
    List<String> problems = Collections.synchronizedList(new ArrayList<>());
    List<MavenLibrary> found = find(coordinates, problems::add);
    if (!problems.isEmpty()) {
      String words =
          "cannot get %s: %s"
              .formatted(String.join(", ", coordinates), String.join("; ", problems));
      throw new UncheckedIOException(words, new IOException(words));
    }
    return found.stream().map(MavenLibrary::file).toList();
  }

  /**
   * Resolves libraries as Maven does: a library whose POM is missing or cannot be read comes
   * without its dependencies.
   *
   * @param problems the consumer that receives a message for every such POM, on any thread
   */
  public static List<MavenLibrary> find(List<String> coordinates, Consumer<String> problems) {
    Settings settings = MavenSettings.ofUser();
    return find(settings, MavenSettings.localRepository(settings), coordinates, problems);
  }

  static List<MavenLibrary> find(
      Settings settings, Path local, List<String> coordinates, Consumer<String> problems) {
    if (coordinates.isEmpty()) {
      throw new IllegalArgumentException("name a library: group:artifact:version");
    }
    List<Dependency> wanted =
        coordinates.stream()
            .map(each -> new Dependency(artifact(each), JavaScopes.COMPILE))
            .toList();
    MavenTransfers transfers = new MavenTransfers();
    try (Progress progress = Progress.begin("Getting libraries", -1, "bytes")) {
      List<MavenLibrary> found =
          transfers.await(() -> find(settings, local, wanted, transfers, problems), progress);
      progress.finish(found.size() + " jars");
      return found;
    } catch (DependencyResolutionException e) {
      throw Failures.of(
          "cannot get %s: %s".formatted(String.join(", ", coordinates), MavenFailures.words(e)), e);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw Failures.of("cannot get %s: %s".formatted(String.join(", ", coordinates), e), e);
    }
  }

  private static List<MavenLibrary> find(
      Settings settings,
      Path local,
      List<Dependency> wanted,
      MavenTransfers transfers,
      Consumer<String> problems)
      throws DependencyResolutionException {
    try (MavenSession maven = MavenSession.open(settings, local)) {
      DefaultRepositorySystemSession session = maven.session();
      session.setTransferListener(transfers);
      session.setRepositoryListener(new UnreadPoms(problems));
      CollectRequest collect =
          new CollectRequest().setRepositories(maven.repositories()).setDependencies(wanted);
      DependencyRequest request =
          new DependencyRequest(
              collect,
              DependencyFilterUtils.classpathFilter(JavaScopes.COMPILE, JavaScopes.RUNTIME));
      return maven.system().resolveDependencies(session, request).getArtifactResults().stream()
          .map(ArtifactResult::getArtifact)
          .filter(
              artifact -> !artifact.getExtension().equals("pom")) // has only dependencies, no jar
          .map(MavenLibrary::of)
          .toList();
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
}
