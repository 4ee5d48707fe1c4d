package org.entroscope.workshop;

import java.util.Objects;

/**
 * The feedback of an exercise to a learner.
 *
 * @param exercise the name of the exercise
 * @param verdict whether the answer is right
 * @param words the explanation: why the answer is right, what is wrong and by how much, or what is
 *     expected
 * @param hint a hint for the next attempt; empty if the exercise is solved or has no answer
 */
public record Answer(String exercise, Verdict verdict, String words, String hint) {

  /** The state of an exercise. */
  public enum Verdict {
    /** The exercise is solved. */
    RIGHT("Right"),
    /** An answer was given but is not right yet. */
    NOT_YET("Not yet"),
    /** No answer was given. */
    MISSING("Not yet");

    private final String words;

    Verdict(String words) {
      this.words = words;
    }

    /** Returns the first words of the feedback. */
    @Override
    public String toString() {
      return words;
    }
  }

  /** Checks that no component is null. */
  public Answer {
    Objects.requireNonNull(exercise, "exercise");
    Objects.requireNonNull(verdict, "verdict");
    Objects.requireNonNull(words, "words");
    Objects.requireNonNull(hint, "hint");
  }

  /** Returns whether the exercise is solved. */
  public boolean isRight() {
    return verdict == Verdict.RIGHT;
  }

  /**
   * Returns a text such as {@code Not yet (an even row): the answer is too small by 0.386 nats},
   * followed by a line with the hint, if there is one.
   */
  @Override
  public String toString() {
    String all = verdict + " (" + exercise + "): " + words;
    return hint.isEmpty() ? all : all + System.lineSeparator() + "Hint: " + hint;
  }
}
