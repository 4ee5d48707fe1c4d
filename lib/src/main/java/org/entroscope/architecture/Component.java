package org.entroscope.architecture;

/**
 * One interchangeable part of a transformer, named by a term of the {@linkplain Architecture
 * notation}: an {@link AttentionNonlinearity}, an {@link Activation}, a {@link
 * LinearParametrisation} or a {@link Regulariser}.
 *
 * <p>A component is an immutable value. Everything that determines its results must appear in
 * {@link #arguments()}, because the notation of an architecture identifies it in run folders,
 * sweeps and checkpoints. The components of this library are found through {@link
 * java.util.ServiceLoader}; your own can be found in the same way, or you pass them to {@link
 * Architecture#register}.
 */
public interface Component {

  /** Returns the name in the notation, such as {@code SM}, {@code WN} or {@code EReg}. */
  String term();

  /** Returns a short name for diagrams and messages, such as "weight norm"; the term by default. */
  default String label() {
    return term();
  }

  /**
   * Returns the settings as the notation prints them between parentheses; empty if all have their
   * defaults.
   */
  default String arguments() {
    return "";
  }

  /** Returns the term and the settings in the notation, for example {@code LReLU(0.01)}. */
  default String notation() {
    return term() + (arguments().isEmpty() ? "" : "(" + arguments() + ")");
  }

  /**
   * Returns this component with the settings that {@link #arguments()} printed.
   *
   * @param arguments the settings without white space; empty if none are written
   * @throws IllegalArgumentException if they cannot be read; the message says which settings are
   *     possible
   */
  default Component withArguments(String arguments) {
    if (arguments.isEmpty()) {
      return this;
    }
    throw new IllegalArgumentException(
        "'" + term() + "' takes no arguments, but '" + arguments + "' was given");
  }

  /**
   * Returns how to write the term in the notation, for messages: {@code LReLU(0.01 | layer |
   * model)}.
   */
  default String usage() {
    return term();
  }

  /**
   * Returns the component's version. Increase it when the same term begins to compute something
   * else, so that older runs are not mistaken for newer ones.
   */
  default int version() {
    return 1;
  }

  /** Returns an exception which says that this component does not support something. */
  default UnsupportedOperationException unsupported(String what) {
    return new UnsupportedOperationException(
        "%s (%s) does not support %s".formatted(term(), getClass().getSimpleName(), what));
  }
}
