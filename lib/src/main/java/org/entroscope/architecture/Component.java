package org.entroscope.architecture;

/**
 * One interchangeable part of a transformer, named by a term of the {@linkplain Architecture
 * notation}: an {@link AttentionNonlinearity}, an {@link Activation}, a {@link
 * LinearParametrisation} or a {@link Regulariser}.
 *
 * <p>A component is an immutable value. Everything that decides what it computes must appear in
 * {@link #arguments()}: the notation of an architecture identifies it in run folders, sweeps and
 * checkpoints. The components of this library are found through {@link java.util.ServiceLoader};
 * yours can be too, or you pass them to {@link Architecture#register}.
 */
public interface Component {

  /** The name in the notation, such as {@code SM}, {@code WN} or {@code EReg}. */
  String term();

  /** A few words for diagrams and messages, such as "weight norm". The term by default. */
  default String label() {
    return term();
  }

  /**
   * The settings as the notation prints them between parentheses; empty where all have their
   * defaults.
   */
  default String arguments() {
    return "";
  }

  /** Term and settings as the notation writes them: {@code LReLU(0.01)}. */
  default String notation() {
    return term() + (arguments().isEmpty() ? "" : "(" + arguments() + ")");
  }

  /**
   * This component with the settings that {@link #arguments()} printed.
   *
   * @param arguments without white space; empty where none are written
   * @throws IllegalArgumentException if they cannot be read; the message says what can be written
   */
  default Component withArguments(String arguments) {
    if (arguments.isEmpty()) {
      return this;
    }
    throw new IllegalArgumentException(
        "'" + term() + "' takes no arguments, but '" + arguments + "' was given");
  }

  /** How the term is written in the notation, for messages: {@code LReLU(0.01 | layer | model)}. */
  default String usage() {
    return term();
  }

  /**
   * Increase this when the same term starts to compute something else, so that older runs are not
   * taken for newer ones.
   */
  default int version() {
    return 1;
  }

  /** The refusal of something that this component does not support. */
  default UnsupportedOperationException unsupported(String what) {
    return new UnsupportedOperationException(
        "%s (%s) does not support %s".formatted(term(), getClass().getSimpleName(), what));
  }
}
