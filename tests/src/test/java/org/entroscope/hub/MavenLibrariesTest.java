package org.entroscope.hub;

import static org.entroscope.hub.LocalMaven.coordinates;
import static org.entroscope.hub.LocalMaven.needs;
import static org.entroscope.hub.LocalMaven.profile;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import org.apache.maven.settings.Settings;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MavenLibrariesTest {

  @TempDir Path folder;
  private LocalMaven central;
  private Path local;
  private final List<String> problems = new ArrayList<>();

  @BeforeEach
  void repository() {
    central = new LocalMaven(folder.resolve("central"));
    local = folder.resolve("local");
  }

  private Settings settings(String inner) throws IOException {
    Path file = folder.resolve("settings.xml");
    Files.writeString(file, "<settings>" + inner + "</settings>");
    return MavenSettings.read(file, null);
  }

  private static String mirror(String of, String url) {
    return "<mirrors><mirror><id>m</id><mirrorOf>%s</mirrorOf><url>%s</url></mirror></mirrors>"
        .formatted(of, url);
  }

  /** Returns a library and its dependencies, with our folder instead of Maven Central. */
  private Set<String> found(String artifact) throws IOException {
    return names(settings(mirror("central", central.url())), artifact);
  }

  private Set<String> names(Settings settings, String artifact) {
    Set<String> names = new TreeSet<>();
    for (MavenLibrary each :
        MavenLibraries.find(settings, local, List.of(coordinates(artifact)), problems::add)) {
      assertTrue(Files.isRegularFile(each.file()), each.toString());
      assertEquals("org.example:" + each.artifact(), each.key());
      assertTrue(names.add(each.artifact()), each.toString());
    }
    return names;
  }

  private String refused(String artifact) {
    String message = assertThrows(UncheckedIOException.class, () -> found(artifact)).getMessage();
    assertTrue(message.length() < 500 && !message.contains("null"), message);
    return message;
  }

  @Test
  void whatALibraryNeedsComesWithIt() throws IOException {
    central.add("a", needs("b"));
    central.add("b", needs("c"));
    central.add("c", "");
    assertEquals(Set.of("a", "b", "c"), found("a"));
    assertEquals(List.of(), problems);
  }

  @Test
  void testsAndOptionalPartsStayAway() throws IOException {
    String optional = needs("b").replace("</dependency>", "<optional>true</optional></dependency>");
    central.add("a", optional);
    central.add("d", needs("b").replace("</dependency>", "<scope>test</scope></dependency>"));
    central.add("e", needs("b").replace("</dependency>", "<scope>runtime</scope></dependency>"));
    central.add("b", "");
    assertEquals(Set.of("a"), found("a"));
    assertEquals(Set.of("d"), found("d"));
    assertEquals(Set.of("b", "e"), found("e"));
  }

  /** Returns the libraries that are found for a. It needs b, and it also needs c in a profile. */
  private Set<String> foundWithProfile(String activation) throws IOException {
    central.add("a", needs("b") + profile(activation, needs("c")));
    central.add("b", "");
    central.add("c", "");
    return found("a");
  }

  /** Tests a former bug: without the JVM's properties, no such POM could be read. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "<jdk>[1.8,)</jdk>",
        "<jdk>!1.5</jdk>",
        "<os><name>!no such system</name></os>",
        "<property><name>java.version</name></property>",
        "<property><name>env.PATH</name></property>",
        "<property><name>!no.such.property</name></property>"
      })
  void aProfileOfThePomIsActivatedAsByMaven(String activation) throws IOException {
    assertEquals(Set.of("a", "b", "c"), foundWithProfile(activation));
    assertEquals(List.of(), problems);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<jdk>(,1.8)</jdk>",
        "<jdk>1.5</jdk>",
        "<os><name>no such system</name></os>",
        "<property><name>no.such.property</name></property>"
      })
  void aProfileThatIsNotActiveBringsNothing(String activation) throws IOException {
    assertEquals(Set.of("a", "b"), foundWithProfile(activation));
    assertEquals(List.of(), problems);
  }

  @Test
  void aProfileOfTheParentCounts() throws IOException {
    central.addPom("parent", "<packaging>pom</packaging>" + profile("<jdk>[9,)</jdk>", needs("b")));
    String parent =
        "<parent><groupId>org.example</groupId><artifactId>parent</artifactId>"
            + "<version>1.0</version></parent>";
    central.add("a", parent);
    central.add("b", "");
    assertEquals(Set.of("a", "b"), found("a"));
    assertEquals(List.of(), problems);
  }

  @Test
  void versionsMayComeFromAnImportedPom() throws IOException {
    central.addPom(
        "bom",
        "<packaging>pom</packaging><dependencyManagement>"
            + needs("b")
            + "</dependencyManagement>");
    String imported =
        needs("bom").replace("</dependency>", "<type>pom</type><scope>import</scope></dependency>");
    String bare = needs("b").replace("<version>1.0</version>", "");
    central.add("a", "<dependencyManagement>" + imported + "</dependencyManagement>" + bare);
    central.add("b", "");
    assertEquals(Set.of("a", "b"), found("a"));
    assertEquals(List.of(), problems);
  }

  @Test
  void aRepositoryThatAPomNamesIsAsked() throws IOException {
    LocalMaven other = new LocalMaven(folder.resolve("other"));
    String repository =
        "<repositories><repository><id>other</id><url>%s</url></repository></repositories>"
            .formatted(other.url());
    central.add("a", needs("b") + repository);
    other.add("b", "");
    assertEquals(Set.of("a", "b"), found("a"));
    assertEquals(List.of(), problems);
  }

  @ParameterizedTest
  @CsvSource({
    "'', <activeProfiles><activeProfile>p</activeProfile></activeProfiles>",
    "'<activation><jdk>[9,)</jdk></activation>', ''",
    "<activation><activeByDefault>true</activeByDefault></activation>, ''"
  })
  void aRepositoryOfAnActiveProfileOfTheSettingsIsAsked(String activation, String active)
      throws IOException {
    central.add("a", "");
    String inner =
        """
        <profiles><profile><id>p</id>%s<repositories><repository><id>central</id><url>%s</url>
        </repository></repositories></profile></profiles>%s"""
            .formatted(activation, central.url(), active);
    assertEquals(Set.of("a"), names(settings(inner), "a"));
  }

  @Test
  void whatCannotBeFoundIsNamed() throws IOException {
    central.add("a", needs("b", "c"));
    central.add("b", needs("d"));
    central.addPom("c", "");
    central.addPom("d", "");
    String message = refused("a");
    assertTrue(message.startsWith("cannot get org.example:a:1.0: "), message);
    assertTrue(message.contains("org.example:c:jar:1.0"), message);
    assertTrue(message.contains("org.example:d:jar:1.0"), message);
    assertFalse(message.contains("org.example:b:jar:1.0"), message);
    assertTrue(refused("e").contains("org.example:e:jar:1.0"));
  }

  @Test
  void aPomThatIsPassedOverIsNamed() throws IOException {
    central.add("a", needs("broken", "without"));
    central.addJar("without");
    central.addJar("broken");
    Files.writeString(central.file("broken", "pom"), "<project><this is no XML");
    assertEquals(Set.of("a", "broken", "without"), found("a"));
    assertEquals(2, problems.size(), problems.toString());
    problems.sort(null);
    assertTrue(
        problems.get(0).startsWith("the POM of org.example:broken:jar:1.0 cannot be read ("));
    assertEquals(
        "the POM of org.example:without:jar:1.0 is in none of the repositories,"
            + " so the libraries that it needs are not known",
        problems.get(1).replace(":pom:", ":jar:"));
  }

  @Test
  void aDependencyWithoutVersionIsNamed() throws IOException {
    central.add("a", needs("b").replace("<version>1.0</version>", ""));
    central.add("b", "");
    assertEquals(Set.of("a"), found("a"));
    assertTrue(problems.toString().contains("the POM of org.example:a:jar:1.0 cannot be read ("));
    assertTrue(
        problems.toString().contains("'dependencies.dependency.version'"), problems.toString());
  }

  @Test
  void aProxyThatIsNotActiveIsNotUsed() throws IOException {
    HttpServer server = serve(central.folder());
    central.add("a", "");
    String proxies =
        """
          <proxies><proxy><id>x</id><active>%s</active><protocol>http</protocol>
          <host>127.0.0.1</host><port>9</port><nonProxyHosts>none</nonProxyHosts></proxy></proxies>""";
    String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    try {
      assertEquals(
          Set.of("a"), names(settings(mirror("*", url) + proxies.formatted("false")), "a"));
      Settings through = settings(mirror("*", url) + proxies.formatted("true"));
      central.add("b", "");
      String message =
          assertThrows(UncheckedIOException.class, () -> names(through, "b")).getMessage();
      assertTrue(message.contains("127.0.0.1:9"), message);
    } finally {
      server.stop(0);
    }
  }

  private static HttpServer serve(Path files) throws IOException {
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.createContext(
        "/",
        exchange -> {
          Path file = files.resolve(exchange.getRequestURI().getPath().substring(1));
          byte[] bytes = Files.isRegularFile(file) ? Files.readAllBytes(file) : null;
          exchange.sendResponseHeaders(
              bytes == null ? 404 : 200, bytes == null ? -1 : bytes.length);
          if (bytes != null) {
            exchange.getResponseBody().write(bytes);
          }
          exchange.close();
        });
    server.start();
    return server;
  }

  @Test
  void anInterruptEndsTheWaitForASilentServer() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch over = new CountDownLatch(1);
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.createContext(
        "/",
        exchange -> {
          asked.countDown();
          try {
            over.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          exchange.close();
        });
    server.start();
    Settings silent = settings(mirror("*", "http://127.0.0.1:" + server.getAddress().getPort()));
    List<Throwable> thrown = new ArrayList<>();
    Thread waiting =
        new Thread(() -> thrown.add(assertThrows(Throwable.class, () -> names(silent, "a"))));
    try {
      waiting.start();
      asked.await();
      waiting.interrupt();
      waiting.join(); // ends long before the resolver gives up on a server, after a minute
      assertEquals(CancellationException.class, thrown.get(0).getClass());
      assertEquals(1, over.getCount());
    } finally {
      over.countDown();
      server.stop(0);
    }
  }

  @Test
  void theStrictFormRefusesWhatItDoesNotUnderstand() {
    String message =
        assertThrows(
                IllegalArgumentException.class, () -> MavenLibraries.resolve(List.of("commons")))
            .getMessage();
    assertTrue(message.contains("'commons' is not group:artifact:version"), message);
    assertThrows(IllegalArgumentException.class, () -> MavenLibraries.resolve(List.of()));
  }

  /** This test needs Maven Central, or a local repository that contains the libraries. */
  @ParameterizedTest
  @CsvSource({
    "org.apache.commons:commons-text:1.10.0, 'commons-text-1.10.0 commons-lang3-3.12.0'",
    "org.apache.commons:commons-configuration2:2.10.1,"
        + " 'commons-configuration2-2.10.1 commons-text-1.11.0 commons-lang3-3.14.0 commons-logging-1.3.0'",
    "com.fasterxml.jackson.core:jackson-databind:2.17.0,"
        + " 'jackson-databind-2.17.0 jackson-annotations-2.17.0 jackson-core-2.17.0 byte-buddy-1.14.9'",
    "org.slf4j:slf4j-simple:2.0.9, 'slf4j-simple-2.0.9 slf4j-api-2.0.9'"
  })
  void realLibrariesComeWithAllTheyNeed(String library, String expected) {
    Set<String> jars = new TreeSet<>();
    for (Path jar : MavenLibraries.resolve(List.of(library))) {
      jars.add(jar.getFileName().toString().replace(".jar", ""));
    }
    assertEquals(new TreeSet<>(List.of(expected.split(" "))), jars);
  }
}
