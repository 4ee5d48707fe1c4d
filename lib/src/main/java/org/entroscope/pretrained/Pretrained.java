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
 * A model that somebody has trained already, GPT-2 or GPT-NeoX (Pythia), with its own tokenizer:
 *
 * <pre>{@code
 * var gpt2 = Pretrained.of("openai-community/gpt2");
 * var code = Corpus.javaSources(3);
 * gpt2.entropy(code)
 * }</pre>
 *
 * <p>A model is never read with another tokenizer than its own: {@code tokenizer.json}, or {@code
 * vocab.json} and {@code merges.txt}. Where there is a tokenizer in another form the model is
 * refused; where there is none it reads token ids and no text.
 *
 * @param model the model, which knows its tokenizer
 */
public record Pretrained(Gpt model) implements HasModel {

  /** How long the sequences of {@link #evaluate(Corpus)} are, unless the model's are shorter. */
  public static final int EVALUATION_CONTEXT = 128;

  private static final int EVALUATION_EXAMPLES = 64;
  private static final int BATCH = 4;

  /** A model and what it was trained with. */
  public Pretrained(Gpt model, Tokenizer tokenizer) {
    this(model);
    model.tokenizer(tokenizer);
  }

  /**
   * What the model was trained with.
   *
   * @throws IllegalStateException if it is not known
   */
  public Tokenizer tokenizer() {
    return model.tokenizer();
  }

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
      HubModel.fetch(hub, repository, revision);
      return of(hub.folder(Kind.MODEL, repository, revision));
    } catch (IOException e) {
      throw new UncheckedIOException(message(e), e);
    }
  }

  /**
   * A model of the hub with a tokenizer that is given, in place of the one that it has there.
   *
   * @throws UncheckedIOException if the model cannot be had whole, is not one that we can read, or
   *     has fewer tokens than the tokenizer
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
   * A model in a folder: {@code config.json}, {@code model.safetensors} or its parts with their
   * index, and the tokenizer: {@code tokenizer.json}, or {@code vocab.json} and {@code merges.txt}.
   * A folder without any file of a tokenizer gives a model that reads token ids and no text.
   *
   * @throws UncheckedIOException if the folder is no model that we can read, or has a tokenizer
   *     that we cannot read or that has more tokens than the model; the message names the file
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
   * A model in a folder with a tokenizer that is given, in place of the folder's own.
   *
   * @throws UncheckedIOException if the folder is no model that we can read, or has fewer tokens
   *     than the tokenizer
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
        String way = own ? "; choose another by Pretrained.of(folder, tokenizer)" : "";
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
   * Writes a model as {@code config.json}, {@code model.safetensors} and, where the model knows it,
   * its tokenizer as {@code tokenizer.json} with {@code tokenizer_config.json}. Architectures of
   * GPT-2's and GPT-NeoX's make get their layout and load in Hugging Face Transformers as they are;
   * any other gets our own, which {@link #of(Path)} reads.
   *
   * @throws UncheckedIOException if it cannot be written, or the folder holds files of another
   *     model's tokenizer that would stay there
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
    Examples all = corpus.tokenize(tokenizer()).evaluation().examples(context).required();
    Examples examples = all.spread(EVALUATION_EXAMPLES);
    return Evaluation.of(model, examples, BATCH);
  }

  /** Head entropies on the held-out part of a corpus. */
  public HeadValues entropy(Corpus corpus) {
    return evaluate(corpus).entropy();
  }

  @Override
  public String toString() {
    if (!model.readsText()) {
      return model + ", tokenizer not known: reads token ids alone";
    }
    int tokens = tokenizer().vocabularySize();
    int ids = model.shape().vocabulary();
    String share =
        tokens == ids ? "" : " (%,d of the model's %,d ids stand for text)".formatted(tokens, ids);
    return model + ", tokenizer " + tokenizer().name() + share;
  }
}
