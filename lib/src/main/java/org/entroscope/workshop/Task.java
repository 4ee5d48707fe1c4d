package org.entroscope.workshop;

/**
 * One exercise, with its name, the answer that it asks for, and its judge.
 *
 * @param name a name that is unique among the exercises
 * @param wanted the expected kind of answer, which follows "wanted is"
 * @param hint a hint for learners who are stuck
 * @param about what else the judge needs, which follows "it is about"; empty if nothing
 * @param judge the judge of the answer
 */
record Task(String name, String wanted, String hint, String about, Judge judge) {

  /** Judges an answer. */
  @FunctionalInterface
  interface Judge {

    /**
     * Checks an answer.
     *
     * @param answer the answer of the learner, which is never missing
     * @param about the subject of the exercise; missing if the exercise has none
     * @throws Submission.Unfit if the answer has another type than the exercise asks for
     * @throws IllegalArgumentException if the answer is impossible; the message gives the reason
     */
    Finding look(Submission answer, Submission about);
  }

  /** Creates a task that needs only the answer. */
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
      // the library's message says why the answer is impossible
      return notYet(e.getMessage());
    }
  }

  private Answer notYet(String words) {
    return new Answer(name, Answer.Verdict.NOT_YET, words, hint);
  }
}
