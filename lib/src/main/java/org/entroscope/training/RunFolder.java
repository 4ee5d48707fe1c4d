package org.entroscope.training;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.entroscope.architecture.Architecture;
import org.entroscope.entropy.EntropyHistory;
import org.entroscope.entropy.EntropyMap;
import org.entroscope.model.Gpt;
import org.entroscope.model.Weights;
import tech.tablesaw.api.ColumnType;
import tech.tablesaw.api.Table;
import tech.tablesaw.io.csv.CsvReadOptions;

/** A run as a folder of open formats; run.json knows the other files' checksums. */
final class RunFolder {

  private static final String RECORD = "run.json";
  static final String METRICS = "metrics.csv";
  static final String HISTORY = "entropy.csv";
  private static final String FINAL = "entropy-final.csv";
  private static final String MODEL = "model.safetensors";

  static final ColumnType[] METRICS_COLUMNS = {
    ColumnType.INTEGER,
    ColumnType.DOUBLE,
    ColumnType.DOUBLE,
    ColumnType.DOUBLE,
    ColumnType.DOUBLE,
    ColumnType.DOUBLE,
    ColumnType.DOUBLE
  };
  private static final ColumnType[] ENTROPY_COLUMNS = {
    ColumnType.INTEGER, ColumnType.INTEGER, ColumnType.INTEGER, ColumnType.DOUBLE
  };

  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES);

  private static final int FORMAT = 1;

  private RunFolder() {}

  /** The content of run.json; the files' checksums are SHA-256. */
  private record Manifest(int format, RunRecord run, Map<String, String> files) {}

  static void write(Run run, Path folder) throws IOException {
    if (Files.exists(folder) && !Files.exists(folder.resolve(RECORD))) {
      throw new IOException(
          folder + " exists and is not a run; choose another folder, or remove that one");
    }
    Path absolute = folder.toAbsolutePath();
    Files.createDirectories(absolute.getParent());
    Path part = Files.createTempDirectory(absolute.getParent(), "." + folder.getFileName());
    try {
      write(run.metrics(), part.resolve(METRICS));
      if (!run.history().isEmpty()) {
        write(run.history().toTable(), part.resolve(HISTORY));
        write(finalMap(run).toTable(), part.resolve(FINAL));
      }
      Weights.save(run.model(), part.resolve(MODEL));
      Manifest manifest = new Manifest(FORMAT, run.record(), checksums(part));
      JSON.writeValue(part.resolve(RECORD).toFile(), manifest);
      replace(absolute, part);
    } finally {
      delete(part);
    }
  }

  private static EntropyHistory finalMap(Run run) {
    return EntropyHistory.empty().add(run.record().steps(), run.entropy());
  }

  static void write(Table table, Path file) throws IOException {
    try {
      table.write().csv(file.toString());
    } catch (RuntimeException e) {
      // Tablesaw hides a full disk in an exception of its CSV writer's
      throw new IOException("cannot write " + file + ": " + rootOf(e).getMessage(), e);
    }
  }

  private static Throwable rootOf(Throwable failure) {
    return failure.getCause() == null ? failure : rootOf(failure.getCause());
  }

  private static void replace(Path folder, Path part) throws IOException {
    if (!Files.exists(folder)) {
      Files.move(part, folder, StandardCopyOption.ATOMIC_MOVE);
      return;
    }
    Path old = part.resolveSibling(part.getFileName() + ".old");
    Files.move(folder, old, StandardCopyOption.ATOMIC_MOVE);
    Files.move(part, folder, StandardCopyOption.ATOMIC_MOVE);
    delete(old);
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

  static Run read(Path folder) throws IOException {
    Manifest manifest = readManifest(folder.resolve(RECORD));
    for (Map.Entry<String, String> file : manifest.files.entrySet()) {
      verify(folder.resolve(file.getKey()), file.getValue(), RECORD);
    }
    RunRecord record = manifest.run;
    int context = record.shape().context();
    Table metrics = readTable(folder.resolve(METRICS), METRICS_COLUMNS);
    EntropyHistory history = EntropyHistory.empty();
    EntropyMap last = null;
    if (manifest.files.containsKey(HISTORY)) {
      history = readHistory(folder.resolve(HISTORY), context);
      last = readHistory(folder.resolve(FINAL), context).last();
    }
    Gpt gpt = Gpt.create(Architecture.of(record.architecture()), record.shape(), record.seed());
    try {
      Weights.load(gpt, folder.resolve(MODEL));
    } catch (IOException | RuntimeException e) {
      gpt.close();
      throw damaged(folder.resolve(MODEL), e);
    }
    return new Run(record, metrics, history, last, gpt, null);
  }

  private static Manifest readManifest(Path file) throws IOException {
    try {
      Manifest manifest = JSON.readValue(Files.readString(file), Manifest.class);
      if (manifest.format != FORMAT) {
        throw new IOException(
            "%s has format %d, but this version reads format %d"
                .formatted(file, manifest.format, FORMAT));
      }
      Architecture.of(manifest.run.architecture());
      return manifest;
    } catch (NoSuchFileException e) {
      throw missing(file);
    } catch (JacksonException e) {
      throw damaged(file, e.getOriginalMessage(), e);
    } catch (IllegalArgumentException e) {
      throw damaged(file, e);
    }
  }

  static Map<String, String> checksums(Path folder) throws IOException {
    Map<String, String> checksums = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        checksums.put(file.getFileName().toString(), Checksum.of(file));
      }
    }
    return checksums;
  }

  /** Compares a file with its checksum, which the manifest of that name holds. */
  static void verify(Path file, String expected, String manifest) throws IOException {
    try {
      if (!Checksum.of(file).equals(expected)) {
        throw damaged(file, "its SHA-256 is not the one in " + manifest, null);
      }
    } catch (NoSuchFileException e) {
      throw missing(file);
    }
  }

  static EntropyHistory readHistory(Path file, int context) throws IOException {
    Table table = readTable(file, ENTROPY_COLUMNS);
    try {
      return EntropyHistory.fromTable(table, context);
    } catch (RuntimeException e) {
      throw damaged(file, e);
    }
  }

  static Table readTable(Path file, ColumnType[] columns) throws IOException {
    try {
      CsvReadOptions options =
          CsvReadOptions.builder(file.toFile())
              .columnTypes(columns)
              .tableName(file.getFileName().toString())
              .build();
      return Table.read().usingOptions(options);
    } catch (RuntimeException e) {
      throw damaged(file, e);
    }
  }

  private static IOException missing(Path file) {
    return new NoSuchFileException(file.toString(), null, "a run folder needs this file");
  }

  private static IOException damaged(Path file, Exception cause) {
    return damaged(file, cause.getMessage(), cause);
  }

  static IOException damaged(Path file, String what, Exception cause) {
    return new IOException(file + " is damaged: " + what, cause);
  }
}
