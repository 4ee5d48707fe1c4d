package org.entroscope.plot;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/**
 * Encodes pixels as a PNG image in a data URI. The JDK's own writer needs the native libraries of
 * java.desktop, which Java installations on servers often lack.
 */
final class Png {

  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10};
  private static final int RGBA = 6;

  private Png() {}

  /**
   * Returns a data URI that holds the image.
   *
   * @param pixels rows of 0xRRGGBB values; -1 is transparent
   */
  static String address(int[][] pixels) {
    return "data:image/png;base64," + Base64.getEncoder().encodeToString(bytes(pixels));
  }

  static byte[] bytes(int[][] pixels) {
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      out.write(SIGNATURE);
      ByteArrayOutputStream header = new ByteArrayOutputStream();
      DataOutputStream data = new DataOutputStream(header);
      data.writeInt(pixels[0].length);
      data.writeInt(pixels.length);
      data.write(new byte[] {8, RGBA, 0, 0, 0});
      chunk(out, "IHDR", header.toByteArray());
      chunk(out, "IDAT", rows(pixels));
      chunk(out, "IEND", new byte[0]);
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory cannot fail", e);
    }
  }

  private static byte[] rows(int[][] pixels) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    Deflater best = new Deflater(Deflater.BEST_COMPRESSION);
    try (DeflaterOutputStream out = new DeflaterOutputStream(packed, best)) {
      for (int i = 0; i < pixels.length; i++) {
        out.write(0); // no filter
        byte[] row = new byte[4 * pixels[i].length];
        for (int j = 0; j < pixels[i].length; j++) {
          int colour = pixels[i][j];
          row[4 * j] = (byte) (colour >> 16);
          row[4 * j + 1] = (byte) (colour >> 8);
          row[4 * j + 2] = (byte) colour;
          row[4 * j + 3] = (byte) (colour < 0 ? 0 : 255);
        }
        out.write(row);
      }
    } finally {
      best.end();
    }
    return packed.toByteArray();
  }

  private static void chunk(ByteArrayOutputStream out, String type, byte[] content)
      throws IOException {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    CRC32 sum = new CRC32();
    sum.update(name);
    sum.update(content);
    DataOutputStream data = new DataOutputStream(out);
    data.writeInt(content.length);
    data.write(name);
    data.write(content);
    data.writeInt((int) sum.getValue());
  }
}
