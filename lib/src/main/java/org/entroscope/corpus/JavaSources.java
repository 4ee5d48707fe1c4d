package org.entroscope.corpus;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.entroscope.files.Tables;
import org.entroscope.hub.MavenArtifacts;
import org.entroscope.hub.PinnedJar;
import org.entroscope.hub.RandomBytes;
import org.entroscope.progress.Progress;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** Makes a corpus of the pinned source jars: their {@code .java} files, unchanged. */
final class JavaSources {

  private JavaSources() {}

  static Corpus all() {
    return of(PinnedJars.ALL, MavenArtifacts.ofUser());
  }

  static Corpus atLeast(int megabytes) {
    return of(first(megabytes), MavenArtifacts.ofUser());
  }

  /** Returns the first jars that together have this number of megabytes of text. */
  static List<PinnedJar> first(int megabytes) {
    long wanted = megabytes * 1_000_000L;
    long all = PinnedJars.ALL.stream().mapToLong(PinnedJar::textBytes).sum();
    if (megabytes < 1 || wanted > all) {
      throw new IllegalArgumentException(
          "choose 1 to %d megabytes of Java sources, not %d".formatted(all / 1_000_000, megabytes));
    }
    List<PinnedJar> jars = new ArrayList<>();
    long bytes = 0;
    for (PinnedJar jar : PinnedJars.ALL) {
      if (bytes < wanted) {
        jars.add(jar);
        bytes += jar.textBytes();
      }
    }
    return jars;
  }

  /** Makes a corpus of the jars, which are downloaded and checked. */
  static Corpus of(List<PinnedJar> jars, MavenArtifacts artifacts) {
    List<Source> sources = new ArrayList<>();
    jars(jars, artifacts)
        .values()
        .forEach(
            file ->
                sources.add(
                    (accepted, omissions) ->
                        Folder.opened(
                            RandomBytes.of(file),
                            file.getFileName().toString(),
                            accepted,
                            omissions)));
    return new Corpus(
        "java-sources", sources, name -> name.endsWith(".java"), jars, PinnedJars.statistics(jars));
  }

  /** Downloads and checks the jars and returns their files by their paths in a Maven repository. */
  static Map<String, Path> jars(List<PinnedJar> jars, MavenArtifacts artifacts) {
    Map<String, Path> files = new LinkedHashMap<>();
    long bytes = jars.stream().mapToLong(PinnedJar::jarBytes).sum();
    try (Progress progress = Progress.begin("Fetching Java sources", bytes, "bytes")) {
      for (PinnedJar jar : jars) {
        progress.note(jar.coordinates());
        Path file = artifacts.sources(jar, progress);
        jar.check(file);
        String place =
            String.join(
                "/", jar.group().replace('.', '/'), jar.artifact(), jar.version(), jar.fileName());
        files.put(place, file);
      }
      progress.finish(jars.size() + " source jars");
    }
    return files;
  }

  /** Returns a table with one row per jar. */
  static Table licences(List<PinnedJar> jars) {
    Table table =
        Tables.create(
            "licences",
            StringColumn.create("artifact"),
            StringColumn.create("licence"),
            StringColumn.create("parts under other licences"),
            LongColumn.create("files"),
            LongColumn.create("bytes"));
    for (PinnedJar jar : jars) {
      var row = table.appendRow();
      row.setString("artifact", jar.coordinates());
      row.setString("licence", "Apache-2.0");
      row.setString("parts under other licences", jar.alsoUnder());
      row.setLong("files", jar.files());
      row.setLong("bytes", jar.textBytes());
    }
    return table;
  }
}
