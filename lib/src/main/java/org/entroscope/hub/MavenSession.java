package org.entroscope.hub;

import eu.maveniverse.maven.mima.context.Context;
import eu.maveniverse.maven.mima.context.ContextOverrides;
import eu.maveniverse.maven.mima.context.ContextOverrides.AddRepositoriesOp;
import eu.maveniverse.maven.mima.runtime.standalonestatic.StandaloneStaticRuntime;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.maven.settings.Settings;
import org.eclipse.aether.ConfigurationProperties;
import org.eclipse.aether.DefaultRepositorySystemSession;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.util.repository.JreProxySelector;

/**
 * A session of Maven Resolver that is configured as in Maven itself. MIMA applies mirrors, proxies,
 * passwords, profiles and the properties that activate the profiles of POMs.
 */
final class MavenSession implements AutoCloseable {

  private static final int CONNECT_MILLIS = 10_000;
  private static final int REQUEST_MILLIS = 60_000;

  private final Context context;
  private final DefaultRepositorySystemSession session;
  private final List<RemoteRepository> repositories;

  private MavenSession(Context context, Settings settings) {
    this.context = context;
    session = new DefaultRepositorySystemSession(context.repositorySystemSession());
    if (settings.getProxies().isEmpty()) {
      // without settings, the JVM's system properties (-Dhttps.proxyHost) apply
      session.setProxySelector(new JreProxySelector());
    }
    List<RemoteRepository> named =
        new ArrayList<>(context.contextOverrides().getRepositories()); // those of active profiles
    if (named.stream().noneMatch(repository -> repository.getId().equals("central"))) {
      named.add(ContextOverrides.CENTRAL);
    }
    repositories = system().newResolutionRepositories(session, named);
  }

  /**
   * Opens a session.
   *
   * @param settings the user's settings, as {@link MavenSettings} prepares them
   * @param local the local repository
   */
  static MavenSession open(Settings settings, Path local) {
    ContextOverrides overrides =
        ContextOverrides.create()
            .withUserSettings(true)
            .withEffectiveSettings(settings)
            .offline(settings.isOffline())
            .withMavenUserHomeOverride(MavenHome.path())
            .withLocalRepositoryOverride(local)
            .repositories(List.of())
            .addRepositoriesOp(AddRepositoriesOp.PREPEND)
            .configProperties(
                Map.of(
                    ConfigurationProperties.CONNECT_TIMEOUT, CONNECT_MILLIS,
                    ConfigurationProperties.REQUEST_TIMEOUT, REQUEST_MILLIS))
            .build();
    return new MavenSession(new StandaloneStaticRuntime().create(overrides), settings);
  }

  RepositorySystem system() {
    return context.repositorySystem();
  }

  /** Returns the session, which may be changed because only this object uses it. */
  DefaultRepositorySystemSession session() {
    return session;
  }

  /**
   * Returns the repositories of the settings' active profiles and Central, with mirrors applied.
   */
  List<RemoteRepository> repositories() {
    return repositories;
  }

  @Override
  public void close() {
    context.close();
  }
}
