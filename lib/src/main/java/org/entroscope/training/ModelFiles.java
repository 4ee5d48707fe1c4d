package org.entroscope.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.entroscope.architecture.Architecture;
import org.entroscope.engine.ArrayFiles;
import org.entroscope.files.Reason;
import org.entroscope.model.Gpt;
import org.entroscope.model.Weights;
import org.entroscope.runs.RunFiles;
import org.entroscope.runs.RunSpec;
import org.entroscope.runs.RunSummary;
import org.entroscope.tokens.Tokenizer;

/**
 * Reads and writes a run folder with its model: weights and buffers, tokenizer, and AdamW's
 * moments.
 */
final class ModelFiles {

  private ModelFiles() {}

  /**
   * Writes a run into an empty folder.
   *
   * @param optimiser the optimiser, or null if training will not continue from this state
   */
  static void write(Path part, RunSummary run, Gpt gpt, AdamW optimiser) throws IOException {
    Weights.save(gpt, part.resolve(RunFiles.MODEL));
    writeTokenizer(gpt, part.resolve(RunFiles.TOKENIZER));
    if (optimiser != null) {
      ArrayFiles.write(part.resolve(RunFiles.OPTIMISER), optimiser.moments());
    }
    run.write(part);
  }

  /**
   * Writes the tokenizer. Built-in tokenizers are known by their names, and a user's own class
   * cannot be written.
   */
  private static void writeTokenizer(Gpt gpt, Path file) throws IOException {
    if (gpt.readsText() && !Tokenizer.isBuiltIn(gpt.tokenizer().name())) {
      Optional<byte[]> json = gpt.tokenizer().toJson();
      if (json.isPresent()) {
        try {
          Files.write(file, json.get());
        } catch (IOException e) {
          throw Reason.cannotWrite(file, e);
        }
      }
    }
  }

  /** Reads the newest run of a folder. */
  static Run read(Path folder) throws IOException {
    return RunFiles.newest(folder, ModelFiles::read);
  }

  private static Run read(RunFiles files) throws IOException {
    if (!files.lists(RunFiles.MODEL)) {
      throw new IOException(
          files + " was recorded without its weights; read it with RunSummary.load(...)");
    }
    files.check();
    RunSummary run = files.summary();
    RunSpec spec = run.record().spec();
    try {
      spec.checkVersions();
    } catch (IllegalStateException e) {
      throw new IOException(files + ": " + e.getMessage(), e);
    }
    Optional<Tokenizer> tokenizer = readTokenizer(files, spec.tokenizer());
    Gpt gpt = Gpt.empty(Architecture.of(spec.architecture()), spec.shape(), null);
    try {
      tokenizer.ifPresent(gpt::tokenizer);
      Weights.load(gpt, files.path(RunFiles.MODEL));
    } catch (IOException | RuntimeException e) {
      gpt.close();
      throw damaged(files.path(RunFiles.MODEL), Reason.of(e), e);
    }
    return new Run(run, gpt, null);
  }

  private static Optional<Tokenizer> readTokenizer(RunFiles files, String name) throws IOException {
    if (Tokenizer.isBuiltIn(name)) {
      return Optional.of(Tokenizer.named(name));
    }
    if (!files.lists(RunFiles.TOKENIZER)) {
      return Optional.empty();
    }
    Path file = files.path(RunFiles.TOKENIZER);
    Tokenizer tokenizer = Tokenizer.huggingFace(file);
    if (!tokenizer.name().equals(name)) {
      throw damaged(file, "it is not the tokenizer " + name + " of run.json", null);
    }
    return Optional.of(tokenizer);
  }

  private static IOException damaged(Path file, String reason, Exception cause) {
    return new IOException(file + " is damaged: " + reason, cause);
  }
}
