package org.entroscope.release;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.maven.model.Model;
import org.apache.maven.model.Parent;
import org.apache.maven.model.io.xpp3.MavenXpp3Reader;
import org.codehaus.plexus.util.xml.pull.XmlPullParserException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests that every published POM meets the requirements of Maven Central and that all have the same
 * version.
 */
class PublishedPomsTest {

  private static final Path PROJECT = Path.of("..");

  private static Model read(Path pom) throws IOException {
    try (InputStream in = new FileInputStream(pom.toFile())) {
      return new MavenXpp3Reader().read(in);
    } catch (XmlPullParserException e) {
      throw new IOException(pom + " is no POM", e);
    }
  }

  @Test
  void theParentHasWhatAllInherit() throws IOException {
    Model parent = read(PublishedRepository.pom("."));
    assertEquals("org.entroscope", parent.getGroupId());
    assertEquals(PublishedRepository.VERSION, parent.getVersion());
    assertTrue(parent.getUrl().startsWith("https://"), parent.getUrl());
    assertEquals("Apache-2.0", parent.getLicenses().get(0).getName());
    assertFalse(parent.getDevelopers().isEmpty());
    assertFalse(parent.getDevelopers().get(0).getName().isBlank());
    assertTrue(parent.getScm().getConnection().startsWith("scm:git:https://"));
    assertTrue(parent.getScm().getDeveloperConnection().startsWith("scm:git:"));
    assertTrue(parent.getScm().getUrl().startsWith("https://"));
    assertEquals("false", parent.getChildProjectUrlInheritAppendPath(), "one page for all");
    assertEquals("false", parent.getScm().getChildScmUrlInheritAppendPath());
  }

  @ParameterizedTest
  @ValueSource(strings = {".", "lib", "kernel-extension"})
  void everyPomNamesItselfAndItsVersion(String module) throws IOException {
    Path pom = PublishedRepository.pom(module);
    Model model = read(pom);
    assertFalse(model.getName().isBlank());
    assertFalse(model.getDescription().isBlank());
    assertFalse(Files.readString(pom).contains("${revision}"), pom + " names its version");
    Parent parent = model.getParent();
    assertEquals(
        PublishedRepository.VERSION, parent == null ? model.getVersion() : parent.getVersion());
    assertFalse(PublishedRepository.VERSION.endsWith("-SNAPSHOT"));
    assertTrue(model.getRepositories().isEmpty(), "Central wants no other repositories");
  }

  @ParameterizedTest
  @ValueSource(strings = {"lib/target/entroscope", "kernel-extension/target/entroscope-kernel"})
  void everyJarHasAModuleNameItsLicenceAndItsSources(String place) throws IOException {
    String path = place + "-" + PublishedRepository.VERSION;
    try (JarFile jar = new JarFile(PROJECT.resolve(path + ".jar").toFile())) {
      String name = jar.getManifest().getMainAttributes().getValue("Automatic-Module-Name");
      assertEquals(place.startsWith("lib") ? "org.entroscope" : "org.entroscope.kernel", name);
      try (InputStream licence = jar.getInputStream(jar.getEntry("META-INF/LICENSE"))) {
        assertArrayEquals(Files.readAllBytes(PROJECT.resolve("LICENSE")), licence.readAllBytes());
      }
    }
    try (JarFile sources = new JarFile(PROJECT.resolve(path + "-sources.jar").toFile())) {
      assertTrue(sources.stream().anyMatch(entry -> entry.getName().endsWith(".java")));
    }
  }

  /** The version occurs once in the build, and the documents that show it agree with it. */
  @Test
  void thereIsOneVersion() throws IOException {
    List<String> poms =
        List.of("pom.xml", "lib/pom.xml", "kernel-extension/pom.xml", "tests/pom.xml");
    for (String pom : poms) {
      Model model = read(PROJECT.resolve(pom));
      Parent parent = model.getParent();
      assertEquals("${revision}", parent == null ? model.getVersion() : parent.getVersion(), pom);
    }
    agrees("CITATION.cff", "(?m)^version: (\\S+)$");
    agrees("README.md", "<artifactId>entroscope-kernel</artifactId><version>([^<]+)</version>");
    agrees("README.md", "org\\.entroscope:entroscope-kernel:([0-9]\\S*?)[`\\s]");
    agrees("CHANGELOG.md", "(?m)^## (\\S+) ");
    agrees("notebooks/guide/kernels.md", "entroscope-kernel-([0-9.]+)-all\\.jar");
    agrees("notebooks/guide/kernels.md", "org\\.entroscope:entroscope-kernel:([0-9]\\S*?)[`\\s]");
  }

  private static void agrees(String file, String pattern) throws IOException {
    Matcher found = Pattern.compile(pattern).matcher(Files.readString(PROJECT.resolve(file)));
    assertTrue(found.find(), file + " has no version as " + pattern);
    assertEquals(PublishedRepository.VERSION, found.group(1), file);
  }
}
