package org.entroscope.corpus;

import java.util.Objects;
import org.entroscope.tokens.WellFormed;

/**
 * The text of a file, or a part of the text of a long file.
 *
 * @param file the file's name within its corpus, with {@code /} between folders on every machine
 * @param part the number of the part: 0 for a whole file, and 1, 2, ... for the parts of a long
 *     file
 * @param text the text, unchanged except that U+FFFD replaces every unpaired surrogate, which
 *     cannot be encoded as UTF-8; at most 2^20 characters when read from a file
 */
public record Document(String file, int part, String text) {

  /** Checks the arguments. */
  public Document {
    Objects.requireNonNull(file, "file");
    text = WellFormed.of(Objects.requireNonNull(text, "text"));
    if (part < 0) {
      throw new IllegalArgumentException("a part of a file is numbered from 1, not " + part);
    }
  }

  /** Returns the file's name, with {@code #part} for a part of a long file. */
  public String name() {
    return part == 0 ? file : file + "#" + part;
  }

  /** Returns whether this document is the beginning of a file. */
  boolean beginsFile() {
    return part <= 1;
  }

  /** Returns the name and the length of the text. */
  @Override
  public String toString() {
    return "%s (%,d characters)".formatted(name(), text.length());
  }
}
