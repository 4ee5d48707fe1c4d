package org.entroscope.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.entroscope.kernel.KernelProcess;
import org.entroscope.release.PublishedRepository;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests {@code %maven org.entroscope:entroscope-kernel:VERSION} with a repository in a folder. */
class PublishedKernelTest {

  /** The libraries that a kernel of JJava already has. */
  private static final String OF_JJAVA = "jjava-jupyter|gson|jeromq|jnacl|slf4j-api";

  @TempDir static Path folder;
  private static PublishedRepository published;
  private static Path local;
  private static List<MavenLibrary> found;

  @BeforeAll
  static void resolve() throws IOException {
    published = PublishedRepository.in(folder.resolve("published"));
    Path users = MavenSettings.localRepository(MavenSettings.ofUser());
    local = PublishedRepository.localWithout(users, folder.resolve("local"));
    List<String> problems = new ArrayList<>();
    found =
        MavenLibraries.find(
            MavenSettings.read(published.settings(), null),
            local,
            List.of(PublishedRepository.KERNEL),
            problems::add);
    assertEquals(List.of(), problems);
  }

  @Test
  void ourKernelRunsFromItAndFindsThatItIsThere() throws Exception {
    String classPath =
        found.stream()
            .map(each -> each.file().toString())
            .collect(Collectors.joining(File.pathSeparator));
    Path settings = Files.createDirectories(folder.resolve("home/.m2")).resolve("settings.xml");
    Files.copy(published.settings(), settings);
    try (KernelProcess kernel =
        KernelProcess.startFrom(
            classPath, "-Dmaven.repo.local=" + local, "-Duser.home=" + folder.resolve("home"))) {
      KernelProcess.Answer answer = kernel.execute("%maven " + PublishedRepository.KERNEL);
      assertEquals("ok", answer.status(), answer::text);
      assertTrue(answer.text().contains("added 0 jars"), answer.text());
      KernelProcess.Answer map = kernel.execute("Architecture.of(\"SM + LN + G\")");
      assertEquals("ok", map.status(), map::text);
      assertTrue(map.result().contains("SM + LN + G"), map.result());
    }
  }

  /** JJava gives the jars to a separate loader and installs the extensions in them. */
  @Test
  void aKernelOfJJavasLibraryShowsOurValuesWhenTheJarsCome() throws Exception {
    List<URL> ofKernel = new ArrayList<>();
    List<URL> came = new ArrayList<>();
    for (MavenLibrary each : found) {
      (each.artifact().matches(OF_JJAVA) ? ofKernel : came).add(each.file().toUri().toURL());
    }
    Path tests =
        Path.of(ForeignKernel.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    ofKernel.add(tests.toUri().toURL());
    try (URLClassLoader outer = loader(ofKernel, ClassLoader.getPlatformClassLoader());
        URLClassLoader inner = loader(came, outer)) {
      Class<?> type = outer.loadClass(ForeignKernel.class.getName());
      Object kernel = type.getConstructor().newInstance();
      Object value =
          inner
              .loadClass("org.entroscope.architecture.Architecture")
              .getMethod("of", String.class)
              .invoke(null, "SM");
      var html = type.getMethod("html", Object.class);
      assertEquals("", html.invoke(kernel, value), "nothing is known before");
      type.getMethod("jarsCame", ClassLoader.class).invoke(kernel, inner);
      String shown = html.invoke(kernel, value).toString();
      assertTrue(shown.contains("<img class=\"entroscope-picture\""), shown);
    }
  }

  private static URLClassLoader loader(List<URL> jars, ClassLoader parent) {
    return new URLClassLoader(jars.toArray(URL[]::new), parent);
  }
}
