package org.entroscope.pretrained;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.entroscope.safetensors.SafetensorsFile;
import org.entroscope.safetensors.TensorInfo;
import org.entroscope.tokens.Tokenizer;

/**
 * The formats of a model folder, each from bytes and in this process, for suites that damage them.
 * Each writes the bytes into the folder under the format's usual name and reads that file as the
 * library does. A refusal is an {@link IOException} or, for a text that a tokenizer fails on, an
 * {@link java.io.UncheckedIOException}; anything else that is thrown is a fault.
 */
public final class ModelFileParsers {

  private ModelFileParsers() {}

  /** Reads one of the formats. */
  public interface Parser {
    void parse(Path folder, byte[] content) throws IOException;
  }

  /** {@code model.safetensors}: the header, and every tensor that can be read. */
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

  /** {@code config.json}, as far as without tensors. */
  public static void config(Path folder, byte[] content) throws IOException {
    Config config = Config.read(Files.write(folder.resolve(ModelFolder.CONFIG), content));
    ModelFolder.layout(config);
    config.checkRest();
  }

  /** {@code model.safetensors.index.json} and, where there are any, the files that it names. */
  public static void index(Path folder, byte[] content) throws IOException {
    Files.write(folder.resolve(TensorFolder.INDEX), content);
    Files.deleteIfExists(folder.resolve(TensorFolder.SINGLE));
    TensorFolder.open(folder).close();
  }

  /** {@code tokenizer.json}, and what it makes of a few texts. */
  public static void tokenizer(Path folder, byte[] content) throws IOException {
    Tokenizer tokenizer =
        Tokenizer.huggingFace(Files.write(folder.resolve(TokenizerFolder.JSON), content));
    for (String text : TEXTS) {
      tokenizer.decode(tokenizer.encode(text));
    }
    TokenizerFolder.read(folder);
  }

  /** {@code vocab.json} beside a {@code merges.txt} that is there already. */
  public static void vocabulary(Path folder, byte[] content) throws IOException {
    Files.deleteIfExists(folder.resolve(TokenizerFolder.JSON));
    Files.write(folder.resolve(TokenizerFolder.VOCAB), content);
    encode(folder);
  }

  /** {@code merges.txt} beside a {@code vocab.json} that is there already. */
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

  /** Short ones, one on which backtracking explodes, and one of all sorts of characters. */
  static final String[] TEXTS = {
    "",
    "int a = b;",
    "a aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!",
    "na\u00efve \u5317\u4eac e\u0301 \uD83D\uDE00 \uD83D \u0000 \t\r\n <|end|> [UNK] 1,234"
  };
}
