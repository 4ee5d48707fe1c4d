package org.entroscope.workshop;

/**
 * One exercise: its name, the answer that it asks for, and the check of the answer.
 *
 * @param name a name that is unique among the exercises
 * @param expected the kind of answer that is expected; messages print it after "expected is"
 * @param hint a hint for learners who are stuck
 * @param about what the check needs besides the answer, such as "a row of scores"; empty if nothing
 * @param judge checks the answer
 */
record Task(String name, String expected, String hint, String about, Judge judge) {

  /** The start of the message if there is no answer. {@link CourseProgress} looks for it. */
  static final String NO_ANSWER = "there is no answer";

  /** Checks an answer. */
  @FunctionalInterface
  interface Judge {

    /**
     * Checks an answer.
     *
     * @param answer the answer of the learner, which is never missing
     * @param about the row, map, run or shape to check against; missing if the exercise needs none
     * @throws Submission.Unfit if the answer has another type than the exercise asks for
     * @throws IllegalArgumentException if the answer is impossible; the message gives the reason
     */
    Finding look(Submission answer, Submission about);
  }

  /** Creates a task that needs only the answer. */
  static Task of(String name, String expected, String hint, Judge judge) {
    return new Task(name, expected, hint, "", judge);
  }

  Answer judge(Object given, Object material) {
    Submission answer = new Submission(given);
    if (answer.isMissing()) {
      return new Answer(name, Answer.Verdict.MISSING, NO_ANSWER + "; expected is " + expected, "");
    }
    try {
      Finding finding = judge.look(answer, new Submission(material));
      return finding.right()
          ? new Answer(name, Answer.Verdict.RIGHT, finding.words(), "")
          : notYet(finding.words());
    } catch (Submission.Unfit e) {
      if (e.value() == material) {
        throw new IllegalArgumentException(
            "the exercise '%s' needs %s as the third argument, but %s"
                .formatted(name, about, e.getMessage()),
            e);
      }
      return notYet(e.getMessage() + "; expected is " + expected);
    } catch (IllegalArgumentException | IllegalStateException e) {
      // the message of the library says why the answer is impossible
      return notYet(e.getMessage());
    }
  }

  private Answer notYet(String words) {
    return new Answer(name, Answer.Verdict.NOT_YET, words, hint);
  }
}
