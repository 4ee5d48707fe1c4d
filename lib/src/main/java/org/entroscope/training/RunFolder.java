package org.entroscope.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.entroscope.architecture.Architecture;
import org.entroscope.files.Reason;
import org.entroscope.files.Sha256;
import org.entroscope.model.Gpt;
import org.entroscope.model.Weights;
import org.entroscope.runs.RunRecord;
import org.entroscope.statistics.HeadHistories;
import org.entroscope.statistics.HeadHistory;
import org.entroscope.tokens.Tokenizer;
import tech.tablesaw.api.Table;

/** A run as a folder of open formats; run.json knows the other files' checksums. */
final class RunFolder {

  private static final String TOKENIZER = "tokenizer.json";

  private RunFolder() {}

  static void write(Run run, Path folder) throws IOException {
    RunReplacement.write(folder.toAbsolutePath(), part -> write(part, run));
  }

  private static void write(Path part, Run run) throws IOException {
    write(run.metrics(), part.resolve(RunFiles.METRICS));
    if (!run.histories().isEmpty()) {
      write(HeadHistories.toTable(run.histories()), part.resolve(RunFiles.HISTORY));
      write(HeadHistories.toTable(finalValues(run)), part.resolve(RunFiles.FINAL));
    }
    Weights.save(run.model(), part.resolve(RunFiles.MODEL));
    writeTokenizer(run, part.resolve(TOKENIZER));
    byte[] manifest =
        RunFiles.manifest(run.record(), HeadHistories.quantities(run.histories()), checksums(part));
    write(Seal.of(RunFiles.RECORD, manifest), part.resolve(Seal.name(RunFiles.RECORD)));
    write(manifest, part.resolve(RunFiles.RECORD));
  }

  /** Bytes and GPT-2's tokens are known by their name, and a user's own class cannot be written. */
  private static void writeTokenizer(Run run, Path file) throws IOException {
    if (run.model().readsText() && !Tokenizer.isBuiltIn(run.model().tokenizer().name())) {
      Optional<byte[]> json = run.model().tokenizer().toJson();
      if (json.isPresent()) {
        write(json.get(), file);
      }
    }
  }

  private static Map<String, HeadHistory> finalValues(Run run) {
    return HeadHistories.ofStep(run.record().steps(), run.newestValues());
  }

  static void write(Table table, Path file) throws IOException {
    write(CompactCsv.of(table), file);
  }

  static void write(byte[] content, Path file) throws IOException {
    try {
      Files.write(file, content);
    } catch (IOException e) {
      throw Reason.cannotWrite(file, e);
    }
  }

  /**
   * The content of a file.
   *
   * @param needed what it belongs to, with an article, for the message if it is missing
   */
  static byte[] read(Path file, String needed) throws IOException {
    try {
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new NoSuchFileException(file.toString(), null, needed + " needs this file");
    } catch (IOException e) {
      throw Reason.cannotRead(file, e);
    }
  }

  static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
        for (Path file : deepestFirst) {
          Files.delete(file);
        }
      }
    }
  }

  /** The files of a run folder, to be read. */
  static RunFiles files(Path folder) {
    return new RunFiles(
        folder.toString(), name -> Files.readAllBytes(RunReplacement.current(folder, name)));
  }

  static Run read(Path folder) throws IOException {
    RunFiles files = files(folder);
    RunFiles.Manifest manifest = files.manifest();
    if (!manifest.files().containsKey(RunFiles.MODEL)) {
      throw new IOException(
          folder + " was recorded without its weights; read it with RunSummary.load(...)");
    }
    RunSummary summary = RunSummary.read(files);
    Path weights = RunReplacement.current(folder, RunFiles.MODEL);
    verify(weights, manifest.files().get(RunFiles.MODEL), RunFiles.RECORD);
    RunRecord record = manifest.run();
    try {
      record.spec().checkVersions();
    } catch (IllegalStateException e) {
      throw new IOException(folder + ": " + e.getMessage(), e);
    }
    Optional<Tokenizer> tokenizer = readTokenizer(folder, manifest);
    Gpt gpt = Gpt.empty(Architecture.of(record.spec().architecture()), record.spec().shape(), null);
    try {
      tokenizer.ifPresent(gpt::tokenizer);
      Weights.load(gpt, weights);
    } catch (IOException | RuntimeException e) {
      gpt.close();
      throw damaged(weights, e);
    }
    return new Run(
        record, summary.metrics(), summary.histories(), summary.newestValues(), gpt, null);
  }

  private static Optional<Tokenizer> readTokenizer(Path folder, RunFiles.Manifest manifest)
      throws IOException {
    String name = manifest.run().spec().tokenizer();
    if (Tokenizer.isBuiltIn(name)) {
      return Optional.of(Tokenizer.named(name));
    }
    if (!manifest.files().containsKey(TOKENIZER)) {
      return Optional.empty();
    }
    Path file = RunReplacement.current(folder, TOKENIZER);
    verify(file, manifest.files().get(TOKENIZER), RunFiles.RECORD);
    Tokenizer tokenizer = Tokenizer.huggingFace(file);
    if (!tokenizer.name().equals(name)) {
      throw damaged(
          file, new IOException("it is not the tokenizer " + name + " of " + RunFiles.RECORD));
    }
    return Optional.of(tokenizer);
  }

  static Map<String, String> checksums(Path folder) throws IOException {
    Map<String, String> checksums = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        checksums.put(file.getFileName().toString(), Sha256.of(file));
      }
    }
    return checksums;
  }

  /** Compares a file with its checksum, which the manifest of that name holds. */
  static void verify(Path file, String expected, String manifest) throws IOException {
    String found;
    try {
      found = Sha256.of(file);
    } catch (NoSuchFileException e) {
      throw missing(file);
    } catch (IOException e) {
      throw Reason.cannotRead(file, e);
    }
    if (!found.equals(expected)) {
      throw new IOException(file + " is damaged: its SHA-256 is not the one in " + manifest);
    }
  }

  private static IOException missing(Path file) {
    return new NoSuchFileException(file.toString(), null, "a run folder needs this file");
  }

  static IOException damaged(Path file, Exception cause) {
    return new IOException(file + " is damaged: " + Reason.of(cause), cause);
  }
}
