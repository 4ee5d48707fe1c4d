package org.entroscope.pretrained;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.entroscope.corpus.Corpus;
import org.entroscope.files.Reason;
import org.entroscope.hub.Hub;
import org.entroscope.hub.Hub.Kind;
import org.entroscope.model.Gpt;
import org.entroscope.model.HasModel;
import org.entroscope.statistics.HeadValues;
import org.entroscope.tokens.Examples;
import org.entroscope.tokens.Tokenizer;
import org.entroscope.training.Evaluation;

/**
 * A pretrained GPT-2 or GPT-NeoX (Pythia) model with its tokenizer:
 *
 * <pre>{@code
 * var gpt2 = Pretrained.of("openai-community/gpt2");
 * var code = Corpus.javaSources(3);
 * gpt2.entropy(code)
 * }</pre>
 *
 * <p>A model is read with its own tokenizer, {@code tokenizer.json} or {@code vocab.json} and
 * {@code merges.txt}, unless another one is given. A model whose tokenizer has another format is
 * refused. A model without a tokenizer accepts token ids but no text.
 *
 * @param model the model, which contains its tokenizer
 */
public record Pretrained(Gpt model) implements HasModel {

  /**
   * The sequence length of {@link #evaluate(Corpus)} in tokens, unless the model's context is
   * shorter.
   */
  public static final int EVALUATION_CONTEXT = 128;

  private static final int EVALUATION_EXAMPLES = 64;
  private static final int TOKENS_AT_A_TIME = 512;

  /** Creates a pretrained model from a model and the tokenizer that it was trained with. */
  public Pretrained(Gpt model, Tokenizer tokenizer) {
    this(model);
    model.tokenizer(tokenizer);
  }

  /**
   * Returns the tokenizer that the model was trained with.
   *
   * @throws IllegalStateException if the model has no tokenizer
   */
  public Tokenizer tokenizer() {
    return model.tokenizer();
  }

  /**
   * Loads a model from the hub, for example {@code "openai-community/gpt2"} or {@code
   * "EleutherAI/pythia-70m"}. Files that were downloaded before are not downloaded again.
   *
   * @throws UncheckedIOException if the model cannot be downloaded completely, or is not a model
   *     that we can read
   */
  public static Pretrained of(String repository) {
    return of(Hub.standard(), repository, Hub.MAIN);
  }

  /**
   * Loads a revision of a model from a hub.
   *
   * @param revision a branch, a tag or a commit
   * @throws UncheckedIOException if the model cannot be downloaded completely, or is not a model
   *     that we can read
   */
  public static Pretrained of(Hub hub, String repository, String revision) {
    try {
      HubModel.fetch(hub, repository, revision);
      return of(hub.folder(Kind.MODEL, repository, revision));
    } catch (IOException e) {
      throw new UncheckedIOException(message(e), e);
    }
  }

  /**
   * Loads a model from the hub with the given tokenizer instead of its own.
   *
   * @throws UncheckedIOException if the model cannot be downloaded completely, is not a model that
   *     we can read, or has fewer tokens than the tokenizer
   */
  public static Pretrained of(String repository, Tokenizer tokenizer) {
    try {
      Hub hub = Hub.standard();
      HubModel.fetch(hub, repository, Hub.MAIN);
      return of(hub.folder(Kind.MODEL, repository, Hub.MAIN), tokenizer);
    } catch (IOException e) {
      throw new UncheckedIOException(message(e), e);
    }
  }

  /**
   * Loads a model from a folder that holds {@code config.json}, {@code model.safetensors} (or its
   * shards with their index), and a tokenizer: {@code tokenizer.json}, or {@code vocab.json} and
   * {@code merges.txt}. Without a tokenizer, the model accepts token ids but no text.
   *
   * @throws UncheckedIOException if the folder does not hold a model that we can read, or its
   *     tokenizer cannot be read or has more tokens than the model; the message names the file
   */
  public static Pretrained of(Path folder) {
    try {
      Optional<Tokenizer> tokenizer = TokenizerFolder.read(folder);
      return of(folder, tokenizer.orElse(null), true);
    } catch (IOException e) {
      throw new UncheckedIOException(message(e), e);
    }
  }

  /**
   * Loads a model from a folder with the given tokenizer instead of the folder's own.
   *
   * @throws UncheckedIOException if the folder does not hold a model that we can read, or the model
   *     has fewer tokens than the tokenizer
   */
  public static Pretrained of(Path folder, Tokenizer tokenizer) {
    try {
      return of(folder, Objects.requireNonNull(tokenizer, "tokenizer"), false);
    } catch (IOException e) {
      throw new UncheckedIOException(message(e), e);
    }
  }

  private static Pretrained of(Path folder, Tokenizer tokenizer, boolean own) throws IOException {
    Gpt gpt = ModelFolder.read(folder);
    if (tokenizer != null) {
      try {
        gpt.tokenizer(tokenizer);
      } catch (IllegalArgumentException e) {
        gpt.close();
        String way = own ? "; choose another with Pretrained.of(folder, tokenizer)" : "";
        throw new IOException(folder + ": " + e.getMessage() + way, e);
      }
    }
    return new Pretrained(gpt);
  }

  private static String message(IOException e) {
    if (e instanceof NoSuchFileException missing && missing.getReason() == null) {
      return "there is no file " + missing.getFile();
    }
    return e instanceof FileSystemException file
        ? file.getFile() + ": " + Reason.of(file)
        : Reason.of(e);
  }

  /**
   * Writes a model as {@code config.json} and {@code model.safetensors}, and its tokenizer, if it
   * has one, as {@code tokenizer.json} and {@code tokenizer_config.json}. GPT-2 and GPT-NeoX
   * architectures are written in their own layouts, which Hugging Face Transformers can load. All
   * other architectures are written in our layout, which {@link #of(Path)} can read.
   *
   * @throws UncheckedIOException if the model cannot be written, or the folder holds files of
   *     another tokenizer that would not be replaced
   */
  public static void export(Gpt gpt, Path folder) {
    try {
      ModelFolder.write(gpt, folder);
    } catch (IOException e) {
      throw new UncheckedIOException(message(e), e);
    }
  }

  /**
   * Evaluates the loss and the entropy of every head on 64 examples of 128 tokens, spread over the
   * held-out part of a corpus.
   */
  public Evaluation evaluate(Corpus corpus) {
    return evaluate(corpus, Math.min(EVALUATION_CONTEXT, model.shape().context()));
  }

  /**
   * Evaluates the model on 64 held-out examples of a chosen length.
   *
   * @param context T, the length of the examples in tokens
   * @throws IllegalArgumentException if the held-out part is shorter than one example
   */
  public Evaluation evaluate(Corpus corpus, int context) {
    Examples all = corpus.tokenize(tokenizer()).evaluation().examples(context).required();
    Examples examples = all.spread(EVALUATION_EXAMPLES);
    return Evaluation.of(model, examples, Math.max(1, TOKENS_AT_A_TIME / context));
  }

  /** Returns the entropy of every head on the held-out part of a corpus, L x H in nats. */
  public HeadValues entropy(Corpus corpus) {
    return evaluate(corpus).entropy();
  }

  @Override
  public String toString() {
    if (!model.readsText()) {
      return model + ", no tokenizer: accepts token ids only";
    }
    int tokens = tokenizer().vocabularySize();
    int ids = model.shape().vocabulary();
    String share =
        tokens == ids ? "" : " (%,d of the model's %,d ids stand for text)".formatted(tokens, ids);
    return model + ", tokenizer " + tokenizer().name() + share;
  }
}
