package org.entroscope.hub;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import org.entroscope.files.Sha256;

/**
 * Checks files against the two kinds of checksum that a hub gives: SHA-256 for large files, Git's
 * SHA-1 for small ones.
 */
final class Digests {

  private static final String SHA_256 = "[0-9a-f]{64}";
  private static final String SHA_1 = "[0-9a-f]{40}";

  private Digests() {}

  /** Returns whether a tag is one of the two checksums, in lower or upper case. */
  static boolean isChecksum(String tag) {
    String small = tag.toLowerCase(Locale.ROOT);
    return small.matches(SHA_256) || small.matches(SHA_1);
  }

  /** Returns how a file differs from its tag, or null if it agrees or the tag is not a checksum. */
  static String difference(Path file, String tagOfServer) throws IOException {
    String tag = tagOfServer.toLowerCase(Locale.ROOT);
    String found;
    if (tag.matches(SHA_256)) {
      found = Sha256.of(file);
    } else if (tag.matches(SHA_1)) {
      MessageDigest git = sha1();
      git.update(("blob " + Files.size(file) + "\0").getBytes(StandardCharsets.US_ASCII));
      found = Sha256.of(file, git);
    } else {
      return null;
    }
    return found.equals(tag) ? null : "its checksum is " + found + ", not " + tag;
  }

  private static MessageDigest sha1() {
    try {
      return MessageDigest.getInstance("SHA-1");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-1", e);
    }
  }
}
