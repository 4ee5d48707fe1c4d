package org.entroscope.runs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.entroscope.files.Sha256;

/**
 * The checksum of a manifest, kept in a file beside it: the manifest knows the checksums of all
 * other files, and the seal knows the manifest's. {@code sha256sum -c} understands it.
 */
final class Seal {

  private Seal() {}

  /** The name of the file that holds a file's seal. */
  static String name(String file) {
    return file + ".sha256";
  }

  /** The content of that file. */
  static byte[] of(String file, byte[] content) {
    String line = Sha256.of(content) + "  " + file + "\n";
    return line.getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * Refuses a manifest that is not the sealed one.
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
