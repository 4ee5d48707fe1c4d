package org.entroscope.data;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/**
 * Tables with a column of texts as a source: JSON lines ({@code .json}, {@code .jsonl}, {@code
 * .ndjson}, each also with {@code .gz}) and Parquet, on disk, on a server or on the hub. A row is a
 * document of its own, so that training and evaluation are split by rows.
 */
final class Dataset implements Source {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long MOST_BYTES = 1_000_000_000_000L;

  /** Opens one table. */
  private interface Table {
    RandomBytes open() throws IOException;
  }

  /** Finds the tables when they are first needed. */
  private interface Tables {
    List<Table> find() throws IOException;
  }

  private final String column;
  private final Tables tables;

  private Dataset(String column, Tables tables) {
    this.column = column;
    this.tables = tables;
  }

  static Dataset of(String column, List<Path> files) {
    List<Table> local = files.stream().<Table>map(f -> () -> LocalBytes.open(f)).toList();
    return new Dataset(column, () -> local);
  }

  static Dataset remote(String column, List<URI> addresses) {
    List<Table> remote =
        addresses.stream().<Table>map(a -> () -> RemoteBytes.open(a, PATIENCE)).toList();
    return new Dataset(column, () -> remote);
  }

  /** All tables of a data set of the hub, fetched one by one as they are read. */
  static Dataset hub(Hub hub, String repository, String revision, String column) {
    return new Dataset(
        column,
        () -> {
          List<Table> found = new ArrayList<>();
          for (String name : hub.files(Hub.Kind.DATASET, repository, revision)) {
            if (isTable(name)) {
              found.add(
                  () ->
                      LocalBytes.open(
                          hub.file(Hub.Kind.DATASET, repository, revision, name, MOST_BYTES)));
            }
          }
          if (found.isEmpty()) {
            throw new IOException(repository + " has no table of JSON lines or Parquet");
          }
          return found;
        });
  }

  /** Whether a file of that name is read. */
  static boolean isTable(String name) {
    return name.toLowerCase(Locale.ROOT).matches(".*\\.((json|jsonl|ndjson)(\\.gz)?|parquet)")
        && !name.matches("(.*/)?(dataset_infos|dataset_info|state|config)\\.json");
  }

  @Override
  public Cursor open(Predicate<String> accepted) throws IOException {
    Iterator<Table> waiting = tables.find().iterator();
    return new Concatenation(
        () -> {
          while (waiting.hasNext()) {
            RandomBytes bytes = waiting.next().open();
            if (accepted.test(bytes.name())) {
              return new RowsCursor(bytes.name(), rows(bytes));
            }
            bytes.close();
          }
          return null;
        },
        () -> {});
  }

  private TextRows rows(RandomBytes bytes) throws IOException {
    String name = bytes.name().toLowerCase(Locale.ROOT);
    if (name.endsWith(".parquet")) {
      return ParquetTexts.open(bytes, column);
    }
    try {
      InputStream in = new BufferedInputStream(bytes.stream(), 1 << 16);
      if (name.endsWith(".gz")) {
        in =
            GzipCompressorInputStream.builder()
                .setInputStream(in)
                .setDecompressConcatenated(true)
                .get();
      }
      return new JsonTexts(bytes.name(), column, in);
    } catch (IOException e) {
      bytes.close();
      throw new IOException("cannot read " + bytes.name() + ": " + e.getMessage(), e);
    }
  }
}
