package org.entroscope.hub;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/**
 * The parts of Entroscope that need libraries which are not installed with it. Check for them
 * before you use a class that depends on them: if linking a class fails once, the JVM does not try
 * again, even if the jars are added later.
 */
public enum OptionalPart {
  /** Reads Parquet files. */
  PARQUET(
      "Parquet",
      "org.apache.parquet.",
      "org.apache.parquet.conf.PlainParquetConfiguration",
      "org.apache.parquet.column.page.PageReadStore",
      "org.apache.parquet.io.SeekableInputStream",
      "org.apache.hadoop.conf.Configuration"),
  /** Opens HDFS, object stores and Hadoop's other file systems. */
  HADOOP("Hadoop", "org.apache.hadoop.", "org.apache.hadoop.fs.FileSystem"),
  /** Trains sweeps as tasks of Spark. */
  SPARK("Spark", "org.apache.spark.", "org.apache.spark.sql.SparkSession"),
  /** Executes private inference between two parties. */
  FRESCO(
      "FRESCO",
      "dk.alexandra.fresco.",
      "dk.alexandra.fresco.suite.spdz.SpdzProtocolSuite",
      "dk.alexandra.fresco.lib.fixed.FixedNumeric",
      "dk.alexandra.fresco.lib.common.math.AdvancedNumeric",
      "dk.alexandra.fresco.framework.builder.numeric.field.FieldDefinition"),
  /** Downloads from Maven repositories, by the settings of the user's Maven. */
  MAVEN(
      "Maven Resolver",
      "org.eclipse.aether.",
      "eu.maveniverse.maven.mima.context.Context",
      "eu.maveniverse.maven.mima.runtime.standalonestatic.StandaloneStaticRuntime",
      "org.apache.maven.settings.Settings",
      "org.eclipse.aether.RepositorySystem"),
  /** Draws traces that are not Cartesian, such as {@code scatter3d}. */
  PLOTLY(
      "the whole of plotly.js",
      "org.webjars.npm.",
      "/META-INF/maven/org.webjars.npm/plotly.js-dist/pom.properties");

  private static final String VERSIONS = "optional-parts.properties";

  private final String title;
  private final String packages;
  private final List<String> probes;

  OptionalPart(String title, String packages, String... probes) {
    this.title = title;
    this.packages = packages;
    this.probes = List.of(probes);
  }

  /** Returns the part to which the class with a full name belongs. */
  public static Optional<OptionalPart> ofClass(String name) {
    return Arrays.stream(values()).filter(part -> name.startsWith(part.packages)).findFirst();
  }

  /** Returns the required libraries as {@code group:artifact:version}. */
  public List<String> coordinates() {
    Properties all = new Properties();
    try (InputStream in = OptionalPart.class.getResourceAsStream(VERSIONS)) {
      all.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + VERSIONS + " of this library's jar", e);
    }
    return List.of(all.getProperty(name()).split(" "));
  }

  /** Returns whether Entroscope's class loader finds the part's libraries now. */
  public boolean isPresent() {
    for (String probe : probes) {
      if (!isThere(probe)) {
        return false;
      }
    }
    return true;
  }

  /** Returns whether a class or, with a slash at the beginning, a resource is on the class path. */
  private static boolean isThere(String probe) {
    if (probe.startsWith("/")) {
      return OptionalPart.class.getResource(probe) != null;
    }
    try {
      Class.forName(probe, false, OptionalPart.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }

  /**
   * Checks that the part can be used.
   *
   * @param work the work that needs the part, for example "reading a.parquet"
   * @throws IllegalStateException with the message of {@link #missing} if it cannot be used
   */
  public void require(String work) {
    if (!isPresent()) {
      throw new IllegalStateException(missing(work));
    }
  }

  /** Returns the message for a missing part: one line that ends with the command for a notebook. */
  public String missing(String work) {
    return ("%s needs %s, which is not on the class path. In a program add these libraries, with"
            + " all that they depend on; in a notebook run this line, then the cell again:"
            + " %%maven %s")
        .formatted(work, title, String.join(" ", coordinates()));
  }
}
