package org.entroscope.kernel;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
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
 * Which libraries a notebook has, so that one library never comes in two versions: a class of the
 * newer one would meet classes of the older. What came first stays, and the cell says so.
 */
final class AddedLibraries {

  private final Map<String, String> versions = new HashMap<>();

  /**
   * What to add.
   *
   * @param jars files that are not here yet
   * @param kept libraries that are here in another version than the one asked for by name, or in an
   *     older one than others need, in words
   * @param newer how many are here in a newer version than others need
   */
  record Selection(List<Path> jars, List<String> kept, int newer) {}

  /**
   * Chooses what is new among resolved libraries, and remembers it as added.
   *
   * @param coordinates what the user asked for
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
      return true; // not to be compared: better said than not
    }
  }

  /** The version of the jar on the class path that says it is this library; null if none does. */
  private static String versionIn(ClassLoader present, MavenLibrary library) throws IOException {
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
      // a jar that holds other libraries may name them too, and has their classes elsewhere
      if (url.getPath().contains("/%s-%s.jar!".formatted(library.artifact(), version))) {
        return version;
      }
    }
    return null;
  }
}
