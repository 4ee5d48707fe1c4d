package org.entroscope.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.entroscope.hub.MavenLibrary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AddedLibrariesTest {

  private static final List<String> ASKED = List.of("g:asked:1.0");

  @TempDir Path folder;

  private MavenLibrary library(String artifact, String classifier, String version) {
    return new MavenLibrary(
        "g", artifact, classifier, version, folder.resolve(artifact + "-" + version + ".jar"));
  }

  /** Creates a jar that states which libraries it contains. */
  private URL jar(String name, String... inside) throws IOException {
    Path jar = folder.resolve(name);
    try (OutputStream out = Files.newOutputStream(jar);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (String each : inside) {
        String[] parts = each.split(":");
        zip.putNextEntry(new ZipEntry("META-INF/maven/g/" + parts[0] + "/pom.properties"));
        zip.write(("version=" + parts[1]).getBytes(StandardCharsets.UTF_8));
      }
    }
    return jar.toUri().toURL();
  }

  @Test
  void whatIsHereInAnyVersionIsNotAddedAgain() throws IOException {
    URL[] here = {
      jar("asked-2.0.jar", "asked:2.0"),
      jar("same-1.0.jar", "same:1.0"),
      jar("older-0.9.jar", "older:0.9"),
      jar("newer-1.10.jar", "newer:1.10"),
      jar("bundle-7.jar", "bundle:7", "inside:1.0"),
    };
    try (URLClassLoader loader = new URLClassLoader(here, null)) {
      AddedLibraries added = new AddedLibraries();
      MavenLibrary fresh = library("fresh", "", "1.0");
      MavenLibrary inside = library("inside", "", "1.0");
      MavenLibrary natives = library("same", "linux", "1.0");
      AddedLibraries.Selection choice =
          added.choose(
              ASKED,
              List.of(
                  library("asked", "", "1.0"),
                  library("same", "", "1.0"),
                  library("older", "", "1.0"),
                  library("newer", "", "1.9"),
                  fresh,
                  inside,
                  natives),
              loader);
      assertEquals(List.of(fresh.file(), inside.file(), natives.file()), choice.jars());
      assertEquals(List.of("asked 2.0 (not 1.0)", "older 0.9 (not 1.0)"), choice.kept());
      assertEquals(1, choice.newer());
    }
  }

  @Test
  void anotherVersionOfWhatACellAddedIsNamed() throws IOException {
    try (URLClassLoader loader = new URLClassLoader(new URL[0], null)) {
      AddedLibraries added = new AddedLibraries();
      MavenLibrary first = library("asked", "", "1.0");
      assertEquals(List.of(first.file()), added.choose(ASKED, List.of(first), loader).jars());
      assertEquals(List.of(), added.choose(ASKED, List.of(first), loader).jars());
      AddedLibraries.Selection second =
          added.choose(List.of("g:asked:3.0"), List.of(library("asked", "", "3.0")), loader);
      assertEquals(List.of(), second.jars());
      assertEquals(List.of("asked 1.0 (not 3.0)"), second.kept());
    }
  }
}
