package org.entroscope.corpus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.entroscope.files.Sha256;
import org.entroscope.hub.MavenArtifacts;
import org.entroscope.hub.PinnedJar;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JavaSourcesTest {

  private static final String PATH = "org/example/lib/1.0/lib-1.0-sources.jar";

  @TempDir Path folder;
  private Path mirror;
  private Path local;
  private PinnedJar pinned;

  /** Creates a repository with one jar in a folder. */
  @BeforeEach
  void repository() throws IOException {
    mirror = folder.resolve("mirror");
    local = folder.resolve("local");
    Path jar = mirror.resolve(PATH);
    Files.createDirectories(jar.getParent());
    try (OutputStream out = Files.newOutputStream(jar);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (String name : new String[] {"org/example/Lib.java", "META-INF/LICENSE", "notes.txt"}) {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(name.getBytes(StandardCharsets.UTF_8));
      }
    }
    byte[] bytes = Files.readAllBytes(jar);
    String sha256 = Sha256.of(bytes);
    pinned = new PinnedJar("org.example", "lib", "1.0", "", 1, 20, bytes.length, sha256);
  }

  private MavenArtifacts by(String settings) throws IOException {
    Path file = folder.resolve("settings.xml");
    Files.writeString(file, "<settings>" + settings + "</settings>");
    return MavenArtifacts.of(file, local);
  }

  private MavenArtifacts through(String url) throws IOException {
    String mirrors =
        "<mirrors><mirror><id>m</id><mirrorOf>*</mirrorOf><url>%s</url></mirror></mirrors>";
    return by(mirrors.formatted(url));
  }

  @Test
  void theMirrorOfTheSettingsIsAskedOnce() throws IOException {
    MavenArtifacts artifacts = through(mirror.toUri().toString());
    Corpus corpus = JavaSources.of(List.of(pinned), artifacts);
    Map<String, String> expected =
        Map.of("lib-1.0-sources.jar!/org/example/Lib.java", "org/example/Lib.java");
    assertEquals(expected, CorpusTest.texts(corpus));
    assertEquals("java-sources", corpus.name());
    assertTrue(Files.isRegularFile(local.resolve(PATH)));
    Files.delete(mirror.resolve(PATH));
    assertEquals(expected, CorpusTest.texts(JavaSources.of(List.of(pinned), artifacts)));
  }

  @Test
  void theRepositoryOfAnActiveProfileIsAsked() throws IOException {
    String profile =
        """
        <profiles><profile><id>p</id><repositories><repository><id>central</id><url>%s</url>
        </repository></repositories></profile></profiles>
        <activeProfiles><activeProfile>p</activeProfile></activeProfiles>\
        """
            .formatted(mirror.toUri());
    MavenArtifacts artifacts = by(profile);
    assertEquals(1, JavaSources.of(List.of(pinned), artifacts).files());
  }

  @Test
  void anotherJarIsRefusedWithBothChecksums() throws IOException {
    byte[] bytes = Files.readAllBytes(mirror.resolve(PATH));
    bytes[40] ^= 1;
    Files.write(mirror.resolve(PATH), bytes);
    String found = Sha256.of(bytes);
    MavenArtifacts artifacts = through(mirror.toUri().toString());
    String message =
        assertThrows(IllegalStateException.class, () -> JavaSources.of(List.of(pinned), artifacts))
            .getMessage();
    assertTrue(message.startsWith("the sources of org.example:lib:1.0 are not"), message);
    assertTrue(message.contains("expected SHA-256 " + pinned.sha256() + "\n"), message);
    assertTrue(message.contains("found SHA-256    " + found + "\n"), message);
    assertTrue(message.contains(local.resolve(PATH).toString()), message);
  }

  @Test
  void withoutNetworkTheMessageSaysWhatToDo() throws IOException {
    // no server listens on port 9, and the settings of the second case say offline
    for (MavenArtifacts artifacts :
        List.of(through("http://127.0.0.1:9/"), by("<offline>true</offline>"))) {
      String message =
          assertThrows(UncheckedIOException.class, () -> JavaSources.of(List.of(pinned), artifacts))
              .getMessage();
      assertTrue(message.startsWith("cannot get the sources of org.example:lib:1.0"), message);
      assertTrue(message.contains(local.toString()), message);
      assertTrue(message.contains("Connect to the network once"), message);
      assertTrue(message.matches("(?s).*(refused|offline).*"), message);
    }
  }

  @Test
  void aFailureIsNotRemembered() throws IOException {
    MavenArtifacts artifacts = through(mirror.toUri().toString());
    Path aside = Files.move(mirror.resolve(PATH), folder.resolve("aside.jar"));
    assertThrows(UncheckedIOException.class, () -> JavaSources.of(List.of(pinned), artifacts));
    Files.move(aside, mirror.resolve(PATH));
    assertEquals(1, JavaSources.of(List.of(pinned), artifacts).files());
  }

  @Test
  void anInterruptAmidADownloadEndsIt() throws IOException {
    Thread reader = Thread.currentThread();
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, 4_000_000);
          try (OutputStream out = exchange.getResponseBody()) {
            out.write(new byte[1_000_000]);
            reader.interrupt();
            out.write(new byte[3_000_000]);
          }
        });
    server.start();
    try {
      MavenArtifacts artifacts = through("http://127.0.0.1:" + server.getAddress().getPort() + "/");
      assertThrows(CancellationException.class, () -> JavaSources.of(List.of(pinned), artifacts));
      assertFalse(Files.exists(local.resolve(PATH)));
    } finally {
      server.stop(0);
      Thread.interrupted();
    }
  }

  @Test
  void anInterruptBeforeTheDownloadEndsIt() throws IOException {
    MavenArtifacts artifacts = through(mirror.toUri().toString());
    Thread.currentThread().interrupt();
    assertThrows(CancellationException.class, () -> JavaSources.of(List.of(pinned), artifacts));
  }

  @Test
  void aPartOfTheSourcesIsAlwaysTheSame() {
    assertEquals(PinnedJars.ALL.subList(0, 1), JavaSources.first(1));
    assertEquals(PinnedJars.ALL.subList(0, 2), JavaSources.first(5));
    assertEquals(PinnedJars.ALL, JavaSources.first(53));
    String message =
        assertThrows(IllegalArgumentException.class, () -> JavaSources.first(54)).getMessage();
    assertEquals("choose 1 to 53 megabytes of Java sources, not 54", message);
    assertThrows(IllegalArgumentException.class, () -> JavaSources.first(0));
  }

  /**
   * The pinned statistics of the first jars together are those of the text that is read from them.
   */
  @Test
  void thePinsAreThoseOfTheText() throws IOException, CloneNotSupportedException {
    Corpus code = Corpus.javaSources();
    MessageDigest digest = Sha256.digest();
    List<String> hashes = new ArrayList<>();
    long bytes = 0;
    long files = 0;
    String jar = PinnedJars.ALL.get(0).fileName();
    Omissions omissions = new Omissions();
    try (Cursor documents = code.open(omissions)) {
      for (Document document; (document = documents.next()) != null; ) {
        String of = document.file().substring(0, document.file().indexOf("!/"));
        if (!of.equals(jar)) {
          hashes.add(HexFormat.of().formatHex(((MessageDigest) digest.clone()).digest()));
          jar = of;
        }
        byte[] name = document.name().getBytes(StandardCharsets.UTF_8);
        byte[] text = document.text().getBytes(StandardCharsets.UTF_8);
        digest.update(ByteBuffer.allocate(4).putInt(0, name.length));
        digest.update(name);
        digest.update(Sha256.digest().digest(text));
        files += document.beginsFile() ? 1 : 0;
        bytes += text.length;
      }
    }
    hashes.add(HexFormat.of().formatHex(digest.digest()));
    for (int jars = 1; jars <= PinnedJars.ALL.size(); jars++) {
      CorpusStatistics pinned = PinnedJars.statistics(PinnedJars.ALL.subList(0, jars));
      assertEquals(hashes.get(jars - 1), pinned.hash(), jars + " jars");
    }
    assertEquals(code.files(), files);
    assertEquals(code.bytes(), bytes);
    assertEquals(0, omissions.count());
    assertTrue(code.leftOut().isEmpty());
    assertNull(PinnedJars.statistics(PinnedJars.ALL.subList(1, 3)));
  }

  /** This test needs Maven Central or a local repository that contains the jars. */
  @Test
  void thePinsAreThoseOfMavenCentral() {
    Corpus code = Corpus.javaSources();
    long files = PinnedJars.ALL.stream().mapToLong(PinnedJar::files).sum();
    long bytes = PinnedJars.ALL.stream().mapToLong(PinnedJar::textBytes).sum();
    assertEquals(files, code.files());
    assertEquals(bytes, code.bytes());
    assertEquals("Corpus java-sources: 6,191 files, 53.6 MB of text", code.toString());
    // the hash is the same on every machine
    assertEquals("c6584d896db4168e282f050659d2ed4bbaf2a59ac7108a9bef4f98f9d8a0ecc6", code.hash());
    assertEquals(PinnedJars.ALL.size(), code.licences().rowCount());
  }
}
