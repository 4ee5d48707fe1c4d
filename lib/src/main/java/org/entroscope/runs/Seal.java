package org.entroscope.runs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.entroscope.files.Sha256;

/**
 * The checksum of a manifest in a file beside it. The manifest contains the checksums of all other
 * files, and the seal contains the checksum of the manifest. {@code sha256sum -c} can check it.
 */
final class Seal {

  private Seal() {}

  /** Returns the name of the file with a file's seal. */
  static String name(String file) {
    return file + ".sha256";
  }

  /** Returns the content of a seal. */
  static byte[] of(String file, byte[] content) {
    String line = Sha256.of(content) + "  " + file + "\n";
    return line.getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * Rejects a manifest that does not match its seal.
   *
   * @param place the folder, for the message
   */
  static void verify(String place, String file, byte[] content, byte[] seal) throws IOException {
    if (!Arrays.equals(seal, of(file, content))) {
      throw new IOException(
          "%s/%s is damaged: its SHA-256 is not the one in %s".formatted(place, file, name(file)));
    }
  }
}
