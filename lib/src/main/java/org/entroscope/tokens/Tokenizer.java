package org.entroscope.tokens;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Text to token ids and back.
 *
 * <p>An implementation must be safe for use by several threads, and its name must stand for
 * everything that decides about the ids: token files in the cache are found by it.
 */
public interface Tokenizer {

  /** What it is called: letters, digits, {@code - _ .} only. */
  String name();

  /**
   * One more than the greatest id, so every id is below it. Where the ids have no gaps, this is how
   * many different ids there are, Python's {@code len(tokenizer)}.
   */
  int vocabularySize();

  /** The ids of a text. An unpaired surrogate is read as U+FFFD. */
  int[] encode(String text);

  /**
   * The text of ids. What is no valid UTF-8 becomes U+FFFD.
   *
   * @throws IllegalArgumentException if an id is not in the vocabulary
   */
  String decode(int[] tokens);

  /**
   * The content of a {@code tokenizer.json} of Hugging Face that stands for this tokenizer, as a
   * model folder keeps it; empty if there is none. {@link #huggingFace} of it is equal to this.
   */
  default Optional<byte[]> toJson() {
    return Optional.empty();
  }

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
   * <p>Hugging Face's library runs in a process of its own, because it aborts its process on a
   * malformed file and on some texts. Such a text makes {@link #encode} throw an {@link
   * java.io.UncheckedIOException}.
   *
   * @throws IOException if the file is not a tokenizer; the message names the file and says why
   */
  static Tokenizer huggingFace(Path file) throws IOException {
    return HuggingFaceText.read(file);
  }

  /**
   * The tokenizer of a {@code vocab.json} and a {@code merges.txt}, the older form of GPT-2's
   * byte-level byte pairs.
   *
   * @throws IOException if the files are something else, or do not belong together; the message
   *     names the file and says why
   */
  static Tokenizer bytePairs(Path vocab, Path merges) throws IOException {
    return BytePairFiles.read(vocab, merges);
  }

  /**
   * A tokenizer of the hub, fetched when it is first used.
   *
   * @param repository "huggingface-course/code-search-net-tokenizer" for example
   */
  static Tokenizer hub(String repository) {
    return new HubTokenizer(repository);
  }

  /** Whether {@link #named} knows that name, so that no file is needed. */
  static boolean isBuiltIn(String name) {
    return name.equals(ByteTokenizer.NAME) || name.equals(Gpt2Tokenizer.NAME);
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
