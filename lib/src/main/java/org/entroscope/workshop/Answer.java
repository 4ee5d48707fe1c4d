package org.entroscope.workshop;

import java.util.Objects;

/**
 * What an exercise says to a learner.
 *
 * @param exercise the name of the exercise
 * @param verdict how it stands
 * @param words what is right, what is off and by how much, or what is wanted
 * @param hint what to think about next; empty where nothing is left to do
 */
public record Answer(String exercise, Verdict verdict, String words, String hint) {

  /** How an exercise stands. */
  public enum Verdict {
    /** Solved. */
    RIGHT("Right"),
    /** Something was handed in, and is not right yet. */
    NOT_YET("Not yet"),
    /** Nothing was handed in. */
    MISSING("Not yet");

    private final String words;

    Verdict(String words) {
      this.words = words;
    }

    /** The first words of the answer. */
    @Override
    public String toString() {
      return words;
    }
  }

  /** Refuses an answer without words. */
  public Answer {
    Objects.requireNonNull(exercise, "exercise");
    Objects.requireNonNull(verdict, "verdict");
    Objects.requireNonNull(words, "words");
    Objects.requireNonNull(hint, "hint");
  }

  /** Whether the exercise is solved. */
  public boolean isRight() {
    return verdict == Verdict.RIGHT;
  }

  /** For example {@code Not yet (an even row): too small by 0.386 nats. Hint: ...}. */
  @Override
  public String toString() {
    String all = verdict + " (" + exercise + "): " + words;
    return hint.isEmpty() ? all : all + System.lineSeparator() + "Hint: " + hint;
  }
}
