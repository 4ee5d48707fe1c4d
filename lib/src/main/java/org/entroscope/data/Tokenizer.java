package org.entroscope.data;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Text to token ids and back.
 *
 * <p>An implementation must be safe for use by several threads, and its name must stand for
 * everything that decides about the ids: token files in the cache are found by it.
 */
public interface Tokenizer {

  /** What it is called: letters, digits, {@code - _ .} only. */
  String name();

  /** How many different ids there are; every id is below it. */
  int vocabularySize();

  /** The ids of a text. */
  int[] encode(String text);

  /**
   * The text of ids. What is no valid UTF-8 becomes U+FFFD.
   *
   * @throws IllegalArgumentException if an id is not in the vocabulary
   */
  String decode(int[] tokens);

  /** The 256 bytes of UTF-8. */
  static Tokenizer bytes() {
    return ByteTokenizer.INSTANCE;
  }

  /**
   * GPT-2's 50,257 byte pairs. Special tokens are read as ordinary text: the id 50256 never comes
   * out of {@link #encode}, whatever a source file says.
   */
  static Tokenizer gpt2() {
    return Gpt2Tokenizer.instance();
  }

  /**
   * The tokenizer of a {@code tokenizer.json} of Hugging Face; special tokens are not added. Its
   * name is a part of the file's SHA-256.
   *
   * @throws IOException if the file is no tokenizer
   */
  static Tokenizer huggingFace(Path file) throws IOException {
    return HuggingFaceText.read(file);
  }

  /**
   * A tokenizer of the hub, fetched when it is first used.
   *
   * @param repository "huggingface-course/code-search-net-tokenizer" for example
   */
  static Tokenizer hub(String repository) {
    return new HubTokenizer(repository);
  }

  /**
   * The tokenizer of that name, as a run's configuration keeps it.
   *
   * @throws IllegalArgumentException if there is none; the message lists the names
   */
  static Tokenizer named(String name) {
    return switch (name) {
      case ByteTokenizer.NAME -> bytes();
      case Gpt2Tokenizer.NAME -> gpt2();
      default ->
          throw new IllegalArgumentException(
              "there is no tokenizer \"%s\"; known are %s and %s"
                  .formatted(name, ByteTokenizer.NAME, Gpt2Tokenizer.NAME));
    };
  }
}
