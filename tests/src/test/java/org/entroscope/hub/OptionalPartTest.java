package org.entroscope.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests the library without the libraries of its optional parts, as in IJava and JJava. */
class OptionalPartTest {

  private static final String OPTIONAL =
      ".*/(org/apache/(parquet|hadoop|spark|maven)|dk/alexandra|org/scala-lang|eu/maveniverse"
          + "|org/webjars/npm)/.*";

  /**
   * Returns a new loader of our classes and their libraries. Of the optional libraries, it has only
   * the jars that match.
   */
  private static URLClassLoader without(String excepted) throws Exception {
    List<URL> urls = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      if (!entry.matches(OPTIONAL) || entry.matches(excepted)) {
        urls.add(Path.of(entry).toUri().toURL());
      }
    }
    return new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
  }

  private static String message(URLClassLoader loader, String type, String... arguments)
      throws Exception {
    Object[] values = arguments;
    try {
      loader.loadClass(type).getMethod("main", String[].class).invoke(null, (Object) values);
      return "";
    } catch (InvocationTargetException e) {
      return e.getCause().toString();
    }
  }

  @ParameterizedTest
  @EnumSource(OptionalPart.class)
  void theMessageIsShortAndNamesWhatToAdd(OptionalPart part) {
    assertTrue(part.isPresent(), "it is on the class path of the tests");
    String message = part.missing("reading " + "x".repeat(40));
    assertTrue(message.length() < 500, message);
    assertFalse(message.contains("null") || message.contains("${"), message);
    assertTrue(message.endsWith(": %maven " + String.join(" ", part.coordinates())), message);
  }

  @Test
  void theGuideShowsTheLineThatAddsSpark() throws IOException {
    String line = "\n%maven " + String.join(" ", OptionalPart.SPARK.coordinates()) + "\n";
    assertTrue(
        Files.readString(Path.of("..", "notebooks", "guide", "sweeps.md")).contains(line), line);
  }

  @Test
  void aClassTellsItsPart() {
    assertEquals(
        OptionalPart.SPARK, OptionalPart.ofClass("org.apache.spark.sql.Dataset").orElseThrow());
    assertTrue(OptionalPart.ofClass("org.apache.commons.csv.CSVFormat").isEmpty());
  }

  @ParameterizedTest
  @CsvSource({
    "parquet, PARQUET",
    "hadoop, HADOOP",
    "fresco, FRESCO",
    "party, FRESCO",
    "maven, MAVEN",
    "plotly, PLOTLY"
  })
  void withoutItsLibrariesAPartSaysSo(String entry, OptionalPart part) throws Exception {
    try (URLClassLoader bare = without("")) {
      String said = message(bare, OptionalPartUser.class.getName(), entry);
      assertTrue(said.contains(": %maven " + String.join(" ", part.coordinates())), said);
      // check a second call too, because the first one must not break the linking of the class
      assertEquals(said, message(bare, OptionalPartUser.class.getName(), entry));
    }
  }

  /** Tests jars that were added one by one, without their dependencies. */
  @Test
  void halfOfParquetIsNotEnough() throws Exception {
    try (URLClassLoader half = without(".*/(parquet-hadoop|hadoop-client-api)-[^/]*")) {
      String said = message(half, OptionalPartUser.class.getName(), "parquet");
      assertTrue(said.contains("this file needs Parquet, which"), said);
    }
  }

  @Test
  void withAllItsLibrariesItReads() throws Exception {
    try (URLClassLoader all = without(".*")) {
      assertEquals("", message(all, OptionalPartUser.class.getName(), "parquet"));
    }
  }
}
