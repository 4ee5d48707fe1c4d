package org.entroscope.release;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests Central's rules with the artifacts of this build. Only the release profile creates Javadoc
 * jars and signatures, so these two are simulated here. POMs, jars and sources are the real ones.
 */
class BundleCheckTest {

  private static final String LIBRARY =
      "org/entroscope/entroscope/%1$s/entroscope-%1$s".formatted(PublishedRepository.VERSION);
  private static final String PARENT =
      "org/entroscope/entroscope-parent/%1$s/entroscope-parent-%1$s"
          .formatted(PublishedRepository.VERSION);

  private static final Map<String, byte[]> WHOLE = new TreeMap<>();

  private final Map<String, byte[]> bundle = new TreeMap<>(WHOLE);

  @BeforeAll
  static void whatIsPublished(@TempDir Path folder) throws IOException, NoSuchAlgorithmException {
    PublishedRepository.in(folder);
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        String name = folder.relativize(file).toString().replace('\\', '/');
        add(WHOLE, name, Files.readAllBytes(file));
        if (name.endsWith("-sources.jar")) {
          add(WHOLE, name.replace("-sources", "-javadoc"), jar("index.html"));
        }
      }
    }
  }

  private static void add(Map<String, byte[]> bundle, String name, byte[] content)
      throws NoSuchAlgorithmException {
    bundle.put(name, content);
    bundle.put(name + ".asc", ascii("-----BEGIN PGP SIGNATURE-----\n"));
    bundle.put(name + ".md5", ascii(digest("MD5", content)));
    bundle.put(name + ".sha1", ascii(digest("SHA-1", content)));
  }

  private static String digest(String algorithm, byte[] content) throws NoSuchAlgorithmException {
    return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(content));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] jar(String entry) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(bytes)) {
      out.putNextEntry(new ZipEntry(entry));
    }
    return bytes.toByteArray();
  }

  @Test
  void whatIsPublishedIsComplete() throws IOException {
    assertEquals(List.of(), BundleCheck.problems(bundle));
  }

  @ParameterizedTest
  @ValueSource(strings = {".jar", "-sources.jar", "-javadoc.jar"})
  void aJarThatIsMissingOrEmptyIsNamed(String jar) throws IOException, NoSuchAlgorithmException {
    add(bundle, LIBRARY + jar, jar("META-INF/MANIFEST.MF"));
    assertOneProblem(LIBRARY + jar + " is missing or has no ");
    List.of("", ".asc", ".md5", ".sha1").forEach(end -> bundle.remove(LIBRARY + jar + end));
    assertOneProblem(LIBRARY + jar + " is missing or has no ");
  }

  @ParameterizedTest
  @ValueSource(strings = {".pom.asc", ".jar.asc", ".jar.md5", "-sources.jar.sha1"})
  void aFileBesideItThatIsMissingOrWrongIsNamed(String file) throws IOException {
    byte[] was = bundle.put(LIBRARY + file, ascii("0"));
    assertTrue(was.length > 1, file);
    assertOneProblem(LIBRARY + file + " is n");
    bundle.remove(LIBRARY + file);
    assertOneProblem(LIBRARY + file + " is missing");
  }

  @ParameterizedTest
  @ValueSource(strings = {"name", "description"})
  void whatEveryPomHasItselfIsNamed(String element) throws IOException, NoSuchAlgorithmException {
    without(LIBRARY, element);
    assertOneProblem(LIBRARY + ".pom has no " + element);
  }

  @ParameterizedTest
  @ValueSource(strings = {"licenses", "developers", "scm"})
  void whatIsInheritedIsMissingEverywhere(String element)
      throws IOException, NoSuchAlgorithmException {
    without(PARENT, element);
    List<String> problems = BundleCheck.problems(bundle);
    for (String artifact : List.of("entroscope", "entroscope-kernel", "entroscope-parent")) {
      assertTrue(
          problems.stream()
              .anyMatch(
                  each ->
                      each.contains("/" + artifact + "-" + PublishedRepository.VERSION + ".pom")
                          && each.contains(" has no " + element + "/")),
          problems::toString);
    }
  }

  @Test
  void aVersionThatIsNotWrittenOutIsNamed() throws IOException, NoSuchAlgorithmException {
    String pom = new String(bundle.get(PARENT + ".pom"), StandardCharsets.UTF_8);
    String version = "<version>" + PublishedRepository.VERSION + "</version>";
    assertTrue(pom.contains(version));
    pom = pom.replaceFirst(version, "<version>\\${revision}</version>");
    add(bundle, PARENT + ".pom", pom.getBytes(StandardCharsets.UTF_8));
    List<String> problems = BundleCheck.problems(bundle);
    assertEquals(3, problems.size(), "the others inherit it: " + problems);
    assertTrue(problems.contains(PARENT + ".pom has no version"), problems::toString);
  }

  private void without(String component, String element) throws NoSuchAlgorithmException {
    String pom = new String(bundle.get(component + ".pom"), StandardCharsets.UTF_8);
    String less = pom.replaceFirst("(?s)<" + element + "\\b.*?</" + element + ">", "");
    assertTrue(less.length() < pom.length(), element);
    add(bundle, component + ".pom", less.getBytes(StandardCharsets.UTF_8));
  }

  private void assertOneProblem(String beginning) throws IOException {
    List<String> problems = BundleCheck.problems(bundle);
    assertEquals(1, problems.size(), problems::toString);
    assertTrue(problems.get(0).startsWith(beginning), problems::toString);
  }
}
