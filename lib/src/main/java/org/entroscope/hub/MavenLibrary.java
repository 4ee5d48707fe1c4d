package org.entroscope.hub;

import java.nio.file.Path;
import org.eclipse.aether.artifact.Artifact;

/**
 * A resolved library.
 *
 * @param group its group id
 * @param artifact its artifact id
 * @param classifier its classifier, mostly empty
 * @param version the version that was chosen
 * @param file its jar in the local repository
 */
public record MavenLibrary(
    String group, String artifact, String classifier, String version, Path file) {

  static MavenLibrary of(Artifact artifact) {
    return new MavenLibrary(
        artifact.getGroupId(),
        artifact.getArtifactId(),
        artifact.getClassifier(),
        artifact.getVersion(),
        artifact.getFile().toPath());
  }

  /** {@code group:artifact}, and {@code :classifier} if there is one: what has one version. */
  public String key() {
    return group + ":" + artifact + (classifier.isEmpty() ? "" : ":" + classifier);
  }
}
