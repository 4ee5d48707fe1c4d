package org.entroscope.tokens;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HexFormat;
import org.entroscope.files.Failures;
import org.entroscope.files.Reason;
import org.entroscope.files.Sha256;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A corpus as tokens in a memory-mapped file, split into training and evaluation by file.
 *
 * <p>About one file in twenty is held out for evaluation, chosen by the SHA-256 of its text, so
 * that the split is the same on every machine and copies of a file stay on one side. A corpus of
 * one file is cut into about twenty blocks of whole lines, and one or more of the blocks are held
 * out. The neighbours of a held-out block are then in the training set, so its loss is a little
 * lower than on new text. {@link #toString} reports this.
 *
 * <p>The file is stored in the cache folder under a hash of the corpus, the tokenizer's name and
 * the format's version. A checksum detects a damaged file, which is then written again.
 */
public final class TokenizedCorpus {

  private static final Logger LOG = LoggerFactory.getLogger(TokenizedCorpus.class);

  private final String name;
  private final String hash;
  private final Tokenizer tokenizer;
  private final TokenFile file;
  private final Path path;
  private final boolean oneFile;
  private final TokenSplit training;
  private final TokenSplit evaluation;
  private final TokenSplit whole;

  private TokenizedCorpus(
      String name, String hash, Tokenizer tokenizer, Path path, TokenFile file) {
    this.name = name;
    this.hash = hash;
    this.tokenizer = tokenizer;
    this.file = file;
    this.path = path;
    oneFile = Arrays.stream(file.files()).distinct().limit(2).count() == 1;
    BitSet held = SplitRule.evaluation(file.hashes(), file.files());
    BitSet rest = (BitSet) held.clone();
    rest.flip(0, file.documents());
    training = new TokenSplit("the training split of " + name, file, rest);
    evaluation = new TokenSplit("the evaluation split of " + name, file, held);
    BitSet all = new BitSet();
    all.set(0, file.documents());
    whole = new TokenSplit("all of " + name, file, all);
  }

  /**
   * Opens the token file of a corpus in a folder, and writes it first if it is missing or damaged.
   * Most callers use {@code Corpus.tokenize}.
   *
   * @param name the corpus's name
   * @param hash the corpus's hash, which identifies its token file
   * @param folder the folder of the token files
   * @param content the function that writes the corpus's documents; called only if the file must be
   *     written
   * @throws java.io.UncheckedIOException if the corpus cannot be read, or the file cannot be
   *     written
   * @throws java.util.concurrent.CancellationException if the thread is interrupted
   */
  public static TokenizedCorpus of(
      String name, String hash, Tokenizer tokenizer, Path folder, TokenFileWriter.Content content) {
    byte[] key = key(hash, tokenizer);
    String fileName =
        tokenizer.name().replaceAll("[^A-Za-z0-9._-]", "_")
            + "-"
            + HexFormat.of().formatHex(key, 0, 16)
            + ".tokens";
    Path path = folder.resolve(fileName);
    try {
      if (Files.exists(path)) {
        try {
          TokenFile file = new TokenFile(path, key, TokenFile.SEGMENT_BITS);
          return new TokenizedCorpus(name, hash, tokenizer, path, file);
        } catch (TokenFormat.DamagedException e) {
          LOG.warn("the token file {} is damaged: {}; it is written again", path, e.getMessage());
        }
      }
      try (TokenFileWriter writer = new TokenFileWriter(path, tokenizer, key)) {
        content.write(writer);
        writer.finish();
      }
      TokenFile file = new TokenFile(path, key, TokenFile.SEGMENT_BITS);
      return new TokenizedCorpus(name, hash, tokenizer, path, file);
    } catch (TokenFormat.DamagedException e) {
      throw Failures.of(
          "the token file " + path + " is damaged right after it was written: " + e.getMessage(),
          e);
    } catch (IOException e) {
      throw Failures.of("cannot tokenize %s into %s: %s".formatted(name, path, Reason.of(e)), e);
    }
  }

  /**
   * Opens a copy of a {@linkplain #path() token file}, for example on another machine that does not
   * have the corpus itself.
   *
   * @param name the corpus's name
   * @param hash the corpus's {@code Corpus.hash()}
   * @param tokenizer the tokenizer that produced the tokens
   * @throws IOException if the file cannot be read, is damaged, or belongs to another corpus or
   *     tokenizer
   */
  public static TokenizedCorpus open(Path path, String name, String hash, Tokenizer tokenizer)
      throws IOException {
    return open(path, name, hash, tokenizer, TokenFile.SEGMENT_BITS);
  }

  static TokenizedCorpus open(
      Path path, String name, String hash, Tokenizer tokenizer, int segmentBits)
      throws IOException {
    try {
      TokenFile file = new TokenFile(path, key(hash, tokenizer), segmentBits);
      return new TokenizedCorpus(name, hash, tokenizer, path, file);
    } catch (TokenFormat.DamagedException e) {
      throw new IOException("the token file " + path + " cannot be used: " + e.getMessage(), e);
    }
  }

  private static byte[] key(String corpusHash, Tokenizer tokenizer) {
    String what =
        String.join(
            "\n",
            corpusHash,
            tokenizer.name(),
            String.valueOf(tokenizer.vocabularySize()),
            String.valueOf(TokenFormat.VERSION));
    return Sha256.digest().digest(what.getBytes(StandardCharsets.UTF_8));
  }

  /** Returns the corpus's name. */
  public String name() {
    return name;
  }

  /** Returns the corpus's {@code Corpus.hash()}. */
  public String hash() {
    return hash;
  }

  /**
   * Returns the token file. It contains everything except the names and may be copied to other
   * machines.
   */
  public Path path() {
    return path;
  }

  /** Returns the tokenizer that produced the tokens. */
  public Tokenizer tokenizer() {
    return tokenizer;
  }

  /** Returns the number of tokens in all. */
  public long tokens() {
    return file.tokens();
  }

  /** Returns the training documents. */
  public TokenSplit training() {
    return training;
  }

  /** Returns the held-out documents. */
  public TokenSplit evaluation() {
    return evaluation;
  }

  /** Returns all documents, for data that comes with a separate evaluation set. */
  public TokenSplit whole() {
    return whole;
  }

  /** Returns the sizes of both splits and how they were chosen. */
  @Override
  public String toString() {
    return "%s as %s: %,d tokens, %,d to train on and %,d held out%s"
        .formatted(
            name,
            tokenizer.name(),
            tokens(),
            training.tokens(),
            evaluation.tokens(),
            oneFile
                ? " (one file only: split by blocks of lines, which makes the held-out text look"
                    + " easier than new text)"
                : ", by file");
  }
}
