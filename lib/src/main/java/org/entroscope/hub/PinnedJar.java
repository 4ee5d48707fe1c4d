package org.entroscope.hub;

import java.io.IOException;
import java.nio.file.Path;
import org.entroscope.files.Failures;
import org.entroscope.files.Reason;
import org.entroscope.files.Sha256;

/**
 * A source jar on Maven Central whose content is fixed by its checksum.
 *
 * @param group its group id
 * @param artifact its artifact id
 * @param version its version
 * @param alsoUnder the licences of parts that are not under Apache-2.0; may be empty
 * @param files the number of {@code .java} files
 * @param textBytes the total size of these files in bytes
 * @param jarBytes the size of the jar in bytes
 * @param sha256 the SHA-256 of the jar, 64 hexadecimal digits
 */
public record PinnedJar(
    String group,
    String artifact,
    String version,
    String alsoUnder,
    int files,
    long textBytes,
    long jarBytes,
    String sha256) {

  /** Returns {@code group:artifact:version}. */
  public String coordinates() {
    return group + ":" + artifact + ":" + version;
  }

  /** Returns the jar's file name in a Maven repository. */
  public String fileName() {
    return artifact + "-" + version + "-sources.jar";
  }

  /**
   * Checks that a file is this jar.
   *
   * @throws IllegalStateException if it is not; the message has both checksums
   */
  public void check(Path file) {
    String found;
    try {
      found = Sha256.of(file);
    } catch (IOException e) {
      throw Failures.of("cannot read " + file + ": " + Reason.of(e), e);
    }
    if (!found.equals(sha256)) {
      throw new IllegalStateException(
          """
          the sources of %s are not the pinned ones:
          expected SHA-256 %s
          found SHA-256    %s
          in %s; delete that file to download it again, and if that does not help, ask who \
          runs the Maven mirror\
          """
              .formatted(coordinates(), sha256, found, file));
    }
  }
}
