package org.entroscope.hub;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.eclipse.aether.AbstractRepositoryListener;
import org.eclipse.aether.RepositoryEvent;

/** Reports POMs that Maven skips; the dependencies of their libraries are not resolved. */
final class UnreadPoms extends AbstractRepositoryListener {

  private final Consumer<String> problems;
  private final Set<String> told = ConcurrentHashMap.newKeySet();

  UnreadPoms(Consumer<String> problems) {
    this.problems = problems;
  }

  @Override
  public void artifactDescriptorInvalid(RepositoryEvent event) {
    tell(event, "cannot be read (" + MavenFailures.shortened(event.getException()) + ")");
  }

  @Override
  public void artifactDescriptorMissing(RepositoryEvent event) {
    tell(event, "is in none of the repositories");
  }

  private void tell(RepositoryEvent event, String what) {
    String words =
        "the POM of %s %s, so the libraries that it needs are not known"
            .formatted(event.getArtifact(), what);
    if (told.add(words)) {
      problems.accept(words);
    }
  }
}
