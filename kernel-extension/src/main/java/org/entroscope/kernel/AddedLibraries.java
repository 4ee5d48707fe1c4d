package org.entroscope.kernel;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.eclipse.aether.util.version.GenericVersionScheme;
import org.eclipse.aether.version.InvalidVersionSpecificationException;
import org.eclipse.aether.version.Version;
import org.entroscope.hub.MavenLibrary;

/**
 * The libraries of a notebook. No library is added in two versions, because classes of the newer
 * version would mix with classes of the older one. The first version remains, and the cell reports
 * it.
 */
final class AddedLibraries {

  private final Map<String, String> versions = new HashMap<>();

  /**
   * The libraries to add.
   *
   * @param jars the jars that the notebook does not have yet
   * @param kept descriptions of existing libraries whose version differs from the requested one, or
   *     is older than other libraries need
   * @param newer the number of existing libraries that are newer than other libraries need
   */
  record Selection(List<Path> jars, List<String> kept, int newer) {}

  /**
   * Chooses the new libraries among resolved ones, and remembers them as added.
   *
   * @param coordinates the coordinates that the user requested
   */
  Selection choose(List<String> coordinates, List<MavenLibrary> found, ClassLoader present)
      throws IOException {
    List<Path> jars = new ArrayList<>();
    List<String> kept = new ArrayList<>();
    int newer = 0;
    for (MavenLibrary library : found) {
      String version = versions.get(library.key());
      if (version == null) {
        version = versionIn(present, library);
      }
      versions.put(library.key(), version == null ? library.version() : version);
      if (version == null) {
        jars.add(library.file());
      } else if (!version.equals(library.version())) {
        boolean named =
            coordinates.stream()
                .anyMatch(
                    each -> each.startsWith(library.group() + ":" + library.artifact() + ":"));
        if (named || isOlder(version, library.version())) {
          kept.add("%s %s (not %s)".formatted(library.artifact(), version, library.version()));
        } else {
          newer++;
        }
      }
    }
    return new Selection(jars, kept, newer);
  }

  private static boolean isOlder(String version, String than) {
    GenericVersionScheme scheme = new GenericVersionScheme();
    try {
      Version here = scheme.parseVersion(version);
      return here.compareTo(scheme.parseVersion(than)) < 0;
    } catch (InvalidVersionSpecificationException e) {
      return true; // the versions cannot be compared, so report the library
    }
  }

  /**
   * Returns the version of the jar on the class path that declares this library; null if none does.
   */
  private static String versionIn(ClassLoader present, MavenLibrary library) throws IOException {
    if (isOnClassPath(library.file())) {
      return library.version();
    }
    if (!library.classifier().isEmpty()) {
      return null;
    }
    String about =
        "META-INF/maven/%s/%s/pom.properties".formatted(library.group(), library.artifact());
    for (URL url : Collections.list(present.getResources(about))) {
      Properties properties = new Properties();
      URLConnection connection = url.openConnection();
      connection.setUseCaches(false);
      try (InputStream in = connection.getInputStream()) {
        properties.load(in);
      }
      String version = properties.getProperty("version", "");
      // a jar that bundles other libraries may name them, but has their classes in other packages
      if (url.getPath().contains("/%s-%s.jar!".formatted(library.artifact(), version))) {
        return version;
      }
    }
    return null;
  }

  /**
   * Returns whether this JVM was started with the same jar. A jar need not contain the name of its
   * library.
   */
  private static boolean isOnClassPath(Path jar) throws IOException {
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      Path other = Path.of(entry);
      if (jar.getFileName().equals(other.getFileName())
          && Files.isRegularFile(other)
          && Files.size(other) == Files.size(jar)) {
        return true;
      }
    }
    return false;
  }
}
