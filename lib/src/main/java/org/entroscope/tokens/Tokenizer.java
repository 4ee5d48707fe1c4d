package org.entroscope.tokens;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Converts text to token ids and back.
 *
 * <p>An implementation must be safe for use by several threads, and its name must identify
 * everything that determines the ids, because token files in the cache are found by the name.
 */
public interface Tokenizer {

  /** Returns the name, which consists of letters, digits and {@code - _ .} only. */
  String name();

  /**
   * Returns the greatest id plus one, so every id is below it. If the ids have no gaps, this is the
   * number of different ids, Python's {@code len(tokenizer)}.
   */
  int vocabularySize();

  /** Returns the ids of a text. An unpaired surrogate is read as U+FFFD. */
  int[] encode(String text);

  /**
   * Returns the text of ids. Invalid UTF-8 becomes U+FFFD.
   *
   * @throws IllegalArgumentException if an id is not in the vocabulary
   */
  String decode(int[] tokens);

  /**
   * Returns the content of a {@code tokenizer.json} of Hugging Face for this tokenizer, to be
   * stored in a model folder; empty if there is none. {@link #huggingFace} reads it as a tokenizer
   * that is equal to this one.
   */
  default Optional<byte[]> toJson() {
    return Optional.empty();
  }

  /** Returns the tokenizer whose tokens are the 256 byte values of UTF-8. */
  static Tokenizer bytes() {
    return ByteTokenizer.INSTANCE;
  }

  /**
   * Returns GPT-2's tokenizer with 50,257 byte pairs. Special tokens are read as ordinary text:
   * {@link #encode} never returns the id 50256, whatever a text contains.
   */
  static Tokenizer gpt2() {
    return Gpt2Tokenizer.instance();
  }

  /**
   * Reads the tokenizer in a {@code tokenizer.json} of Hugging Face; special tokens are not added.
   * Its name contains a part of the file's SHA-256.
   *
   * <p>Hugging Face's library runs in a separate process, because it aborts its process on a
   * malformed file and on some texts. Such a text makes {@link #encode} throw an {@link
   * java.io.UncheckedIOException}.
   *
   * @throws IOException if the file is not a tokenizer; the message names the file and says why
   */
  static Tokenizer huggingFace(Path file) throws IOException {
    return HuggingFaceText.read(file);
  }

  /**
   * Reads the tokenizer in a {@code vocab.json} and a {@code merges.txt}, the older form of GPT-2's
   * byte-level byte pairs.
   *
   * @throws IOException if the files have another content or do not belong together; the message
   *     names the file and says why
   */
  static Tokenizer bytePairs(Path vocab, Path merges) throws IOException {
    return BytePairFiles.read(vocab, merges);
  }

  /**
   * Returns a tokenizer from the hub, downloaded when it is first used.
   *
   * @param repository the repository, for example "huggingface-course/code-search-net-tokenizer"
   */
  static Tokenizer hub(String repository) {
    return new HubTokenizer(repository);
  }

  /** Returns whether {@link #named} knows a name, so that no file is needed. */
  static boolean isBuiltIn(String name) {
    return name.equals(ByteTokenizer.NAME) || name.equals(Gpt2Tokenizer.NAME);
  }

  /**
   * Returns the built-in tokenizer with a name, which a run's configuration records.
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
