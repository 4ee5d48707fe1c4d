package org.entroscope.notebook;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version of this software, which the build writes. */
public final class Versions {

  private static final String ENTROSCOPE = read();

  private Versions() {}

  /** Returns the version, for example {@code 0.1.0}. */
  public static String entroscope() {
    return ENTROSCOPE;
  }

  private static String read() {
    try (InputStream in = Versions.class.getResourceAsStream("version.properties")) {
      Properties properties = new Properties();
      properties.load(in);
      return properties.getProperty("version");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
