package org.entroscope.corpus;

import java.util.Objects;
import org.entroscope.tokens.WellFormed;

/**
 * A file's text, or a part of a long file's.
 *
 * @param file the file's name within its corpus, with {@code /} between folders on every machine
 * @param part 0 for a whole file, 1, 2, ... for the parts of a long one
 * @param text what it holds, unchanged but for U+FFFD in place of every unpaired surrogate, which
 *     has no UTF-8 form; at most 2^20 characters when read from a file
 */
public record Document(String file, int part, String text) {

  /** Checks that nothing is missing. */
  public Document {
    Objects.requireNonNull(file, "file");
    text = WellFormed.of(Objects.requireNonNull(text, "text"));
    if (part < 0) {
      throw new IllegalArgumentException("a part of a file is numbered from 1, not " + part);
    }
  }

  /** The file's name, with {@code #part} for a part of a long file. */
  public String name() {
    return part == 0 ? file : file + "#" + part;
  }

  /** Whether a file begins here. */
  boolean beginsFile() {
    return part <= 1;
  }

  /** The name and how long the text is. */
  @Override
  public String toString() {
    return "%s (%,d characters)".formatted(name(), text.length());
  }
}
