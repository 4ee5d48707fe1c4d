package org.entroscope.hub;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.maven.model.building.ModelBuildingException;
import org.eclipse.aether.resolution.ArtifactResult;
import org.eclipse.aether.resolution.DependencyResolutionException;
import org.eclipse.aether.resolution.DependencyResult;
import org.eclipse.aether.transfer.ArtifactTransferException;

/** Explains failures of Maven Resolver. */
final class MavenFailures {

  private static final int MOST = 2;
  private static final int LONGEST = 150;

  private MavenFailures() {}

  /** Returns what failed as one line: a transfer with its address, or else the innermost cause. */
  static String reason(Throwable failure) {
    Throwable chosen = failure;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      chosen = cause.getMessage() == null ? chosen : cause;
      if (cause instanceof ArtifactTransferException || cause instanceof ModelBuildingException) {
        break;
      }
    }
    if (chosen instanceof ModelBuildingException building && !building.getProblems().isEmpty()) {
      return building.getProblems().get(0).getMessage();
    }
    return chosen.getMessage() == null ? chosen.toString() : chosen.getMessage();
  }

  /** Returns the first artifacts that could not be resolved, each with its reason. */
  static String words(DependencyResolutionException failure) {
    Set<String> reasons = new LinkedHashSet<>();
    DependencyResult result = failure.getResult();
    if (result != null) {
      result.getCollectExceptions().forEach(e -> reasons.add(shortened(e)));
      for (ArtifactResult artifact : result.getArtifactResults()) {
        if (artifact.isMissing() || !artifact.isResolved()) {
          List<Exception> all = artifact.getExceptions();
          reasons.add(
              all.isEmpty()
                  ? artifact.getRequest().getArtifact() + " is missing"
                  : shortened(all.get(all.size() - 1)));
        }
      }
    }
    if (reasons.isEmpty()) {
      reasons.add(shortened(failure));
    }
    List<String> told = new ArrayList<>(reasons);
    return told.size() <= MOST
        ? String.join("; ", told)
        : String.join("; ", told.subList(0, MOST)) + "; and " + (told.size() - MOST) + " more";
  }

  static String shortened(Throwable failure) {
    String reason = reason(failure).strip().replaceAll("\\s+", " ");
    return reason.length() <= LONGEST ? reason : reason.substring(0, LONGEST) + "...";
  }
}
