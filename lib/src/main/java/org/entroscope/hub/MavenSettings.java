package org.entroscope.hub;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.maven.settings.Mirror;
import org.apache.maven.settings.Settings;
import org.apache.maven.settings.building.DefaultSettingsBuilderFactory;
import org.apache.maven.settings.building.DefaultSettingsBuildingRequest;
import org.apache.maven.settings.building.SettingsBuildingException;
import org.apache.maven.settings.crypto.DefaultSettingsDecrypter;
import org.apache.maven.settings.crypto.DefaultSettingsDecryptionRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sonatype.plexus.components.cipher.DefaultPlexusCipher;
import org.sonatype.plexus.components.cipher.PlexusCipherException;
import org.sonatype.plexus.components.sec.dispatcher.DefaultSecDispatcher;

/** Finds and merges the user's Maven settings as Maven does. */
final class MavenSettings {

  private static final Logger LOGGER = LoggerFactory.getLogger(MavenSettings.class);

  private MavenSettings() {}

  /**
   * Returns {@code ~/.m2/settings.xml} merged over the settings of the installed Maven, with
   * decrypted passwords.
   */
  static Settings ofUser() {
    Path global = global();
    Settings settings = read(MavenHome.path().resolve("settings.xml"), global);
    if (global == null) {
      settings.addMirror(noPlainHttp());
    }
    return settings;
  }

  /**
   * Returns the mirror in the settings of every Maven since 3.8.1 that blocks unencrypted
   * downloads.
   */
  private static Mirror noPlainHttp() {
    Mirror blocker = new Mirror();
    blocker.setId("maven-default-http-blocker");
    blocker.setMirrorOf("external:http:*");
    blocker.setUrl("http://0.0.0.0/");
    blocker.setBlocked(true);
    return blocker;
  }

  /**
   * Reads settings. A missing file counts as empty, and proxies that are not active are left out.
   *
   * @throws IllegalStateException if a file cannot be parsed
   */
  static Settings read(Path user, Path global) {
    var request = new DefaultSettingsBuildingRequest().setUserSettingsFile(user.toFile());
    if (global != null) {
      request.setGlobalSettingsFile(global.toFile());
    }
    request.setSystemProperties(systemProperties());
    try {
      Settings settings =
          new DefaultSettingsBuilderFactory().newInstance().build(request).getEffectiveSettings();
      decrypt(settings);
      settings.getProxies().removeIf(proxy -> !proxy.isActive());
      return settings;
    } catch (SettingsBuildingException | PlexusCipherException e) {
      throw new IllegalStateException("cannot use the Maven settings: " + e.getMessage(), e);
    }
  }

  /**
   * Returns the local repository: from {@code -Dmaven.repo.local}, the settings, or Maven's
   * default.
   */
  static Path localRepository(Settings settings) {
    return MavenHome.repository(settings.getLocalRepository());
  }

  /** Returns the settings file of the installed Maven, or null if none is found. */
  private static Path global() {
    Stream<String> homes =
        Stream.of(
                System.getProperty("maven.home"),
                System.getenv("MAVEN_HOME"),
                System.getenv("M2_HOME"),
                installed())
            .filter(home -> home != null && !home.isBlank());
    return homes
        .map(home -> Path.of(home, "conf", "settings.xml"))
        .filter(Files::isRegularFile)
        .findFirst()
        .orElse(null);
  }

  /** Returns the home of the {@code mvn} on the PATH, which is usually a link into the home. */
  private static String installed() {
    String path = Objects.requireNonNullElse(System.getenv("PATH"), "");
    for (String folder : path.split(File.pathSeparator)) {
      try {
        Path mvn = Path.of(folder, "mvn");
        if (Files.isExecutable(mvn)) {
          return mvn.toRealPath().getParent().getParent().toString();
        }
      } catch (IOException | IllegalArgumentException e) {
        // an invalid entry of the PATH
      }
    }
    return null;
  }

  /** Returns the values of {@code ${env.X}} and {@code ${x}} in settings. */
  private static Properties systemProperties() {
    Properties properties = new Properties();
    System.getenv().forEach((name, value) -> properties.setProperty("env." + name, value));
    properties.putAll(System.getProperties());
    return properties;
  }

  private static void decrypt(Settings settings) throws PlexusCipherException {
    var dispatcher = new DefaultSecDispatcher(new DefaultPlexusCipher());
    dispatcher.setConfigurationFile(MavenHome.path().resolve("settings-security.xml").toString());
    var decrypted =
        new DefaultSettingsDecrypter(dispatcher)
            .decrypt(new DefaultSettingsDecryptionRequest(settings));
    settings.setServers(decrypted.getServers());
    settings.setProxies(decrypted.getProxies());
    decrypted
        .getProblems()
        .forEach(problem -> LOGGER.warn("Maven settings: {}", problem.getMessage()));
  }
}
