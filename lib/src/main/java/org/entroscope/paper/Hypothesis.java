package org.entroscope.paper;

import java.util.List;
import org.entroscope.sweep.SweepResult;

/** What of results decides about a claim. */
interface Hypothesis {

  /** The settings that it needs, each with at least one result. */
  List<Configuration> needs();

  /** Computes; every setting needed is there. */
  Outcome judge(SweepResult result);

  /**
   * A verdict and why.
   *
   * @param evidence the numbers, in words
   */
  record Outcome(Verdict verdict, String evidence) {}
}
