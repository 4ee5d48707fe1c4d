package org.entroscope.hub;

import java.nio.file.Path;
import org.eclipse.aether.artifact.Artifact;

/**
 * A resolved library.
 *
 * @param group its group id
 * @param artifact its artifact id
 * @param classifier its classifier, usually empty
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

  /**
   * Returns {@code group:artifact}, followed by {@code :classifier} if there is one. Only one
   * version of each key can be on a class path.
   */
  public String key() {
    return group + ":" + artifact + (classifier.isEmpty() ? "" : ":" + classifier);
  }
}
