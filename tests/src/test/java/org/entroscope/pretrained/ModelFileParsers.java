package org.entroscope.pretrained;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.entroscope.safetensors.SafetensorsFile;
import org.entroscope.safetensors.TensorInfo;
import org.entroscope.tokens.Tokenizer;

/**
 * Parsers for the formats of a model folder, for test suites that damage the files. Each parser
 * runs in this process, writes the bytes into the folder under the usual name of the format and
 * reads the file in the same way as the library. A refusal is an {@link IOException} or, for a text
 * that a tokenizer fails on, an {@link java.io.UncheckedIOException}. Any other exception is a bug.
 */
public final class ModelFileParsers {

  private ModelFileParsers() {}

  /** Reads one of the formats. */
  public interface Parser {
    void parse(Path folder, byte[] content) throws IOException;
  }

  /** Reads the header of {@code model.safetensors} and every tensor that can be read. */
  public static void safetensors(Path folder, byte[] content) throws IOException {
    Path path = Files.write(folder.resolve(TensorFolder.SINGLE), content);
    try (SafetensorsFile file = SafetensorsFile.open(path)) {
      for (TensorInfo tensor : file.tensors()) {
        if (tensor.type().isReadable()) {
          file.floats(tensor.name());
        }
      }
    }
  }

  /** Reads {@code config.json} as far as possible without tensors. */
  public static void config(Path folder, byte[] content) throws IOException {
    Config config = Config.read(Files.write(folder.resolve(ModelFolder.CONFIG), content));
    ModelFolder.layout(config);
    config.checkRest();
  }

  /** Reads {@code model.safetensors.index.json} and the files that it names, if there are any. */
  public static void index(Path folder, byte[] content) throws IOException {
    Files.write(folder.resolve(TensorFolder.INDEX), content);
    Files.deleteIfExists(folder.resolve(TensorFolder.SINGLE));
    TensorFolder.open(folder).close();
  }

  /** Reads {@code tokenizer.json} and tokenizes a few texts. */
  public static void tokenizer(Path folder, byte[] content) throws IOException {
    Tokenizer tokenizer =
        Tokenizer.huggingFace(Files.write(folder.resolve(TokenizerFolder.JSON), content));
    for (String text : TEXTS) {
      tokenizer.decode(tokenizer.encode(text));
    }
    TokenizerFolder.read(folder);
  }

  /** Reads {@code vocab.json} together with an existing {@code merges.txt}. */
  public static void vocabulary(Path folder, byte[] content) throws IOException {
    Files.deleteIfExists(folder.resolve(TokenizerFolder.JSON));
    Files.write(folder.resolve(TokenizerFolder.VOCAB), content);
    encode(folder);
  }

  /** Reads {@code merges.txt} together with an existing {@code vocab.json}. */
  public static void merges(Path folder, byte[] content) throws IOException {
    Files.deleteIfExists(folder.resolve(TokenizerFolder.JSON));
    Files.write(folder.resolve(TokenizerFolder.MERGES), content);
    encode(folder);
  }

  private static void encode(Path folder) throws IOException {
    Tokenizer tokenizer = TokenizerFolder.read(folder).orElseThrow();
    for (String text : TEXTS) {
      tokenizer.decode(tokenizer.encode(text));
    }
  }

  /**
   * Texts for tokenizers: short ones, one that causes excessive backtracking, and one with all
   * kinds of characters.
   */
  static final String[] TEXTS = {
    "",
    "int a = b;",
    "a aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!",
    "na\u00efve \u5317\u4eac e\u0301 \uD83D\uDE00 \uD83D \u0000 \t\r\n <|end|> [UNK] 1,234"
  };
}
