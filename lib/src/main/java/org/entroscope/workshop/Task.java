package org.entroscope.workshop;

/**
 * One exercise: how it is called, what it wants, and who judges it.
 *
 * @param name unique among the exercises
 * @param wanted what has to be handed in, to follow "wanted is"
 * @param hint for those who are stuck
 * @param about what else the judge needs, to follow "it is about"; empty for nothing
 * @param judge decides
 */
record Task(String name, String wanted, String hint, String about, Judge judge) {

  /** Decides about an answer. */
  @FunctionalInterface
  interface Judge {

    /**
     * Looks at an answer.
     *
     * @param answer what the learner handed in; never nothing
     * @param about what it is about, or nothing if the task has no such thing
     * @throws Submission.Unfit if something else was handed in than what is wanted
     * @throws IllegalArgumentException if the answer is impossible; the message says why
     */
    Finding look(Submission answer, Submission about);
  }

  /** A task that needs nothing but the answer. */
  static Task of(String name, String wanted, String hint, Judge judge) {
    return new Task(name, wanted, hint, "", judge);
  }

  Answer judge(Object handedIn, Object material) {
    Submission answer = new Submission(handedIn);
    if (answer.isMissing()) {
      return new Answer(
          name, Answer.Verdict.MISSING, "nothing is handed in; wanted is " + wanted, "");
    }
    try {
      Finding finding = judge.look(answer, new Submission(material));
      return finding.right()
          ? new Answer(name, Answer.Verdict.RIGHT, finding.words(), "")
          : notYet(finding.words());
    } catch (Submission.Unfit e) {
      if (e.value() == material) {
        throw new IllegalArgumentException(
            "the exercise '%s' is about %s: %s".formatted(name, about, e.getMessage()), e);
      }
      return notYet(e.getMessage() + "; wanted is " + wanted);
    } catch (IllegalArgumentException | IllegalStateException e) {
      // the library says what is impossible about the answer
      return notYet(e.getMessage());
    }
  }

  private Answer notYet(String words) {
    return new Answer(name, Answer.Verdict.NOT_YET, words, hint);
  }
}
