package org.entroscope.release;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.entroscope.notebook.Versions;

/**
 * The artifacts of this build as a Maven repository in a folder, with the names that Maven gives
 * them. The POMs are the published ones. The repository is created without running Maven again,
 * because that would replace the jars that other tests run from.
 *
 * @param folder the folder of the repository
 */
public record PublishedRepository(Path folder) {

  public static final String VERSION = Versions.entroscope();
  public static final String LIBRARY = "org.entroscope:entroscope:" + VERSION;
  public static final String KERNEL = "org.entroscope:entroscope-kernel:" + VERSION;

  private static final String POM = "target/published-pom.xml";

  /** Creates the repository in a folder. */
  public static PublishedRepository in(Path folder) throws IOException {
    PublishedRepository repository = new PublishedRepository(folder);
    repository.add(Path.of(".."), "entroscope-parent", List.of());
    repository.add(Path.of("..", "lib"), "entroscope", List.of("", "-sources"));
    repository.add(Path.of("..", "kernel-extension"), "entroscope-kernel", List.of("", "-sources"));
    return repository;
  }

  private void add(Path module, String artifact, List<String> jars) throws IOException {
    Path place =
        Files.createDirectories(
            folder.resolve("org").resolve("entroscope").resolve(artifact).resolve(VERSION));
    String name = artifact + "-" + VERSION;
    Files.copy(module.resolve(POM), place.resolve(name + ".pom"));
    for (String jar : jars) {
      String file = name + jar + ".jar";
      Files.copy(module.resolve("target").resolve(file), place.resolve(file));
    }
  }

  /** Returns the published POM of a module: "lib", "kernel-extension", or "." for the parent. */
  static Path pom(String module) {
    return Path.of("..", module, POM);
  }

  /** Writes settings that let Maven find this repository in addition to its usual ones. */
  public Path settings() {
    Path file = folder.resolve("settings.xml");
    try {
      return Files.writeString(
          file,
          """
          <settings><profiles><profile><id>published</id><repositories><repository>
          <id>published</id><url>%s</url></repository></repositories></profile></profiles>
          <activeProfiles><activeProfile>published</activeProfile></activeProfiles></settings>
          """
              .formatted(folder.toUri()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Creates a local repository that links to everything in the repository of the user except
   * Entroscope. The tests leave nothing in the repository of the user, and nothing is downloaded
   * twice.
   */
  public static Path localWithout(Path users, Path folder) throws IOException {
    Files.createDirectories(folder.resolve("org"));
    for (Path group : list(users)) {
      String name = group.getFileName().toString();
      if (!name.equals("org")) {
        Files.createSymbolicLink(folder.resolve(name), group);
      }
    }
    for (Path group : list(users.resolve("org"))) {
      String name = group.getFileName().toString();
      if (!name.equals("entroscope")) {
        Files.createSymbolicLink(folder.resolve("org").resolve(name), group);
      }
    }
    return folder;
  }

  private static List<Path> list(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(Path::toAbsolutePath).toList();
    }
  }
}
