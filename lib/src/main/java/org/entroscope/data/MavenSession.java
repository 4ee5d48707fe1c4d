package org.entroscope.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.model.building.DefaultModelProcessor;
import org.apache.maven.model.io.DefaultModelReader;
import org.apache.maven.model.superpom.DefaultSuperPomProvider;
import org.apache.maven.repository.internal.MavenRepositorySystemUtils;
import org.apache.maven.settings.Mirror;
import org.apache.maven.settings.Profile;
import org.apache.maven.settings.Proxy;
import org.apache.maven.settings.Repository;
import org.apache.maven.settings.Server;
import org.apache.maven.settings.Settings;
import org.eclipse.aether.DefaultRepositorySystemSession;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.repository.Authentication;
import org.eclipse.aether.repository.LocalRepository;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.util.repository.AuthenticationBuilder;
import org.eclipse.aether.util.repository.DefaultAuthenticationSelector;
import org.eclipse.aether.util.repository.DefaultMirrorSelector;
import org.eclipse.aether.util.repository.DefaultProxySelector;
import org.eclipse.aether.util.repository.JreProxySelector;

/** Carries the user's settings over into Maven Resolver: what Maven itself does at its start. */
final class MavenSession {

  private static final int CONNECT_MILLIS = 10_000;
  private static final int REQUEST_MILLIS = 60_000;

  private MavenSession() {}

  static DefaultRepositorySystemSession open(
      RepositorySystem system, Settings settings, Path local) {
    DefaultRepositorySystemSession session = MavenRepositorySystemUtils.newSession();
    session.setOffline(settings.isOffline());
    session.setConfigProperty("aether.connector.connectTimeout", CONNECT_MILLIS);
    session.setConfigProperty("aether.connector.requestTimeout", REQUEST_MILLIS);
    // "simple" takes a file whichever repository it came from: the checksum decides, not its origin
    session.setLocalRepositoryManager(
        system.newLocalRepositoryManager(session, new LocalRepository(local.toFile(), "simple")));
    DefaultMirrorSelector mirrors = new DefaultMirrorSelector();
    for (Mirror mirror : settings.getMirrors()) {
      mirrors.add(
          mirror.getId(),
          mirror.getUrl(),
          mirror.getLayout(),
          false,
          mirror.isBlocked(),
          mirror.getMirrorOf(),
          mirror.getMirrorOfLayouts());
    }
    session.setMirrorSelector(mirrors);
    DefaultAuthenticationSelector servers = new DefaultAuthenticationSelector();
    for (Server server : settings.getServers()) {
      AuthenticationBuilder login =
          new AuthenticationBuilder()
              .addUsername(server.getUsername())
              .addPassword(server.getPassword());
      if (server.getPrivateKey() != null) {
        login.addPrivateKey(server.getPrivateKey(), server.getPassphrase());
      }
      servers.add(server.getId(), login.build());
    }
    session.setAuthenticationSelector(servers);
    proxies(session, settings.getProxies());
    return session;
  }

  private static void proxies(DefaultRepositorySystemSession session, List<Proxy> proxies) {
    DefaultProxySelector selector = new DefaultProxySelector();
    for (Proxy proxy : proxies) {
      if (proxy.isActive()) {
        Authentication login =
            new AuthenticationBuilder()
                .addUsername(proxy.getUsername())
                .addPassword(proxy.getPassword())
                .build();
        selector.add(
            new org.eclipse.aether.repository.Proxy(
                proxy.getProtocol(), proxy.getHost(), proxy.getPort(), login),
            proxy.getNonProxyHosts());
      }
    }
    boolean none = proxies.stream().noneMatch(Proxy::isActive);
    // without settings, the system properties of the JVM (-Dhttps.proxyHost) hold
    session.setProxySelector(none ? new JreProxySelector() : selector);
  }

  /** The repositories of the active profiles, and Central; mirrors are applied later. */
  static List<RemoteRepository> repositories(Settings settings) {
    List<RemoteRepository> repositories = new ArrayList<>();
    for (Profile profile : settings.getProfiles()) {
      boolean byDefault =
          profile.getActivation() != null && profile.getActivation().isActiveByDefault();
      if (byDefault || settings.getActiveProfiles().contains(profile.getId())) {
        for (Repository repository : profile.getRepositories()) {
          repositories.add(remote(repository.getId(), repository.getUrl()));
        }
      }
    }
    if (repositories.stream().noneMatch(repository -> repository.getId().equals("central"))) {
      repositories.add(mavensOwn("central"));
    }
    return repositories;
  }

  /** A repository that Maven's super POM gives to every project. */
  private static RemoteRepository mavensOwn(String id) {
    DefaultModelProcessor reader =
        new DefaultModelProcessor().setModelReader(new DefaultModelReader());
    return new DefaultSuperPomProvider()
        .setModelProcessor(reader).getSuperModel("4.0.0").getRepositories().stream()
            .filter(repository -> repository.getId().equals(id))
            .map(repository -> remote(id, repository.getUrl()))
            .findFirst()
            .orElseThrow();
  }

  private static RemoteRepository remote(String id, String url) {
    return new RemoteRepository.Builder(id, "default", url).build();
  }
}
