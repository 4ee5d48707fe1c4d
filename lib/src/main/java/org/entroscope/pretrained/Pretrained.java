package org.entroscope.pretrained;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.entroscope.architecture.ModelShape;
import org.entroscope.data.Corpus;
import org.entroscope.data.Examples;
import org.entroscope.data.Hub;
import org.entroscope.data.Hub.Kind;
import org.entroscope.data.Tokenizer;
import org.entroscope.entropy.EntropyMap;
import org.entroscope.model.Gpt;
import org.entroscope.training.Evaluation;

/**
 * A model that somebody has trained already, GPT-2 or GPT-NeoX (Pythia), with its tokenizer:
 *
 * <pre>{@code
 * var gpt2 = Pretrained.of("openai-community/gpt2");
 * var code = Corpus.javaSources(3);
 * gpt2.entropy(code)
 * }</pre>
 *
 * @param model the model
 * @param tokenizer what it was trained with
 */
public record Pretrained(Gpt model, Tokenizer tokenizer) {

  /** How long the sequences of {@link #evaluate(Corpus)} are, unless the model's are shorter. */
  public static final int EVALUATION_CONTEXT = 128;

  private static final int EVALUATION_EXAMPLES = 64;
  private static final int BATCH = 4;
  private static final long MOST_SETTINGS = 64_000_000;
  private static final long MOST_WEIGHTS = 500_000_000_000L;
  private static final String TOKENIZER = "tokenizer.json";

  /**
   * A model of the hub, {@code "openai-community/gpt2"} or {@code "EleutherAI/pythia-70m"} for
   * example; what was fetched before is not fetched again.
   *
   * @throws UncheckedIOException if it cannot be had whole, or is no model that we can read
   */
  public static Pretrained of(String repository) {
    return of(Hub.standard(), repository, Hub.MAIN);
  }

  /** A model of a hub, in a revision: a branch, a tag or a commit. */
  public static Pretrained of(Hub hub, String repository, String revision) {
    try {
      fetch(hub, repository, revision);
      return of(hub.folder(Kind.MODEL, repository, revision));
    } catch (IOException e) {
      throw new UncheckedIOException(message(e), e);
    }
  }

  private static void fetch(Hub hub, String repository, String revision) throws IOException {
    hub.file(Kind.MODEL, repository, revision, ModelFolder.CONFIG, MOST_SETTINGS);
    if (!optional(hub, repository, revision, TensorFolder.SINGLE, MOST_WEIGHTS)) {
      for (String shard : TensorFolder.shards(index(hub, repository, revision))) {
        hub.file(Kind.MODEL, repository, revision, shard, MOST_WEIGHTS);
      }
    }
    optional(hub, repository, revision, TOKENIZER, MOST_SETTINGS);
  }

  private static Path index(Hub hub, String repository, String revision) throws IOException {
    try {
      return hub.file(Kind.MODEL, repository, revision, TensorFolder.INDEX, MOST_SETTINGS);
    } catch (NoSuchFileException e) {
      if (hub.offline()) {
        throw e;
      }
      throw new IOException(
          "%s has neither %s nor %s: weights in other formats are not read"
              .formatted(repository, TensorFolder.SINGLE, TensorFolder.INDEX),
          e);
    }
  }

  private static boolean optional(
      Hub hub, String repository, String revision, String name, long most) throws IOException {
    try {
      hub.file(Kind.MODEL, repository, revision, name, most);
      return true;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /**
   * A model in a folder: {@code config.json}, {@code model.safetensors} or its parts with their
   * index, and {@code tokenizer.json} where there is one.
   *
   * @throws UncheckedIOException if the folder is no model that we can read; the message names the
   *     file
   */
  public static Pretrained of(Path folder) {
    try {
      Tokenizer tokenizer =
          Files.exists(folder.resolve(TOKENIZER))
              ? Tokenizer.huggingFace(folder.resolve(TOKENIZER))
              : null;
      Gpt gpt = ModelFolder.read(folder);
      return new Pretrained(gpt, tokenizer == null ? standard(gpt.shape()) : tokenizer);
    } catch (IOException e) {
      throw new UncheckedIOException(message(e), e);
    }
  }

  /** Models without a tokenizer.json have the vocabulary of GPT-2, or bytes. */
  private static Tokenizer standard(ModelShape shape) {
    return shape.vocabulary() >= ModelShape.GPT2_VOCABULARY ? Tokenizer.gpt2() : Tokenizer.bytes();
  }

  private static String message(IOException e) {
    return e instanceof NoSuchFileException missing && missing.getReason() != null
        ? missing.getFile() + ": " + missing.getReason()
        : e instanceof NoSuchFileException ? "there is no file " + e.getMessage() : e.getMessage();
  }

  /**
   * Writes a model as {@code config.json} and {@code model.safetensors}. Architectures of GPT-2's
   * and GPT-NeoX's make get their layout and load in Hugging Face Transformers as they are; any
   * other gets our own, which {@link #of(Path)} reads.
   *
   * @throws UncheckedIOException if it cannot be written
   */
  public static void export(Gpt gpt, Path folder) {
    try {
      ModelFolder.write(gpt, folder);
    } catch (IOException e) {
      throw new UncheckedIOException(message(e), e);
    }
  }

  /**
   * Loss and head entropies on the held-out part of a corpus: 64 examples of 128 tokens spread over
   * it.
   */
  public Evaluation evaluate(Corpus corpus) {
    return evaluate(corpus, Math.min(EVALUATION_CONTEXT, model.shape().context()));
  }

  /**
   * The same on examples of T tokens.
   *
   * @throws IllegalArgumentException if there is not one such example
   */
  public Evaluation evaluate(Corpus corpus, int context) {
    Examples examples =
        corpus.tokenize(tokenizer).evaluation().examples(context).spread(EVALUATION_EXAMPLES);
    if (examples.size() == 0) {
      throw new IllegalArgumentException(
          "the held-out part of %s has no %d tokens in a row".formatted(corpus.name(), context));
    }
    return Evaluation.of(model, examples, BATCH);
  }

  /** Head entropies on the held-out part of a corpus. */
  public EntropyMap entropy(Corpus corpus) {
    return evaluate(corpus).entropy();
  }

  @Override
  public String toString() {
    return model + ", tokenizer " + tokenizer.name();
  }
}
