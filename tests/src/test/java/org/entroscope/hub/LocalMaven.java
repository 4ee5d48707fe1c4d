package org.entroscope.hub;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A Maven repository in a folder. Each of its libraries has one small file. */
record LocalMaven(Path folder) {

  static final String GROUP = "org.example";

  /** Returns the URL of this repository in settings and POMs. */
  String url() {
    return folder.toUri().toString();
  }

  /** Adds version 1.0 of a library. */
  void add(String artifact, String pomBody) throws IOException {
    addJar(artifact);
    addPom(artifact, pomBody);
  }

  void addJar(String artifact) throws IOException {
    try (OutputStream out = Files.newOutputStream(file(artifact, "jar"));
        ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry(artifact + ".txt"));
      zip.write(artifact.getBytes(StandardCharsets.UTF_8));
    }
  }

  void addPom(String artifact, String body) throws IOException {
    Files.writeString(
        file(artifact, "pom"),
        """
        <project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
        <groupId>%s</groupId><artifactId>%s</artifactId><version>1.0</version>%s</project>"""
            .formatted(GROUP, artifact, body));
  }

  Path file(String artifact, String extension) throws IOException {
    Path home = folder.resolve(GROUP.replace('.', '/')).resolve(artifact).resolve("1.0");
    Files.createDirectories(home);
    return home.resolve(artifact + "-1.0." + extension);
  }

  static String coordinates(String artifact) {
    return GROUP + ":" + artifact + ":1.0";
  }

  /** Returns the element of a POM that names dependencies. */
  static String needs(String... artifacts) {
    StringBuilder all = new StringBuilder("<dependencies>");
    for (String artifact : artifacts) {
      all.append(
          "<dependency><groupId>%s</groupId><artifactId>%s</artifactId><version>1.0</version>"
              .formatted(GROUP, artifact));
      all.append("</dependency>");
    }
    return all.append("</dependencies>").toString();
  }

  /** Returns the element of a POM with one profile. */
  static String profile(String activation, String body) {
    return "<profiles><profile><id>p</id><activation>%s</activation>%s</profile></profiles>"
        .formatted(activation, body);
  }
}
