package org.entroscope.corpus;

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
import org.entroscope.corpus.Omissions.Why;
import org.entroscope.hub.Hub;
import org.entroscope.hub.OptionalPart;
import org.entroscope.hub.RandomBytes;

/**
 * Reads tables with a column of texts: JSON lines or a JSON array ({@code .json}, {@code .jsonl},
 * {@code .ndjson}, each also with {@code .gz} or {@code .zst}, or in a zip or tar) and Parquet, on
 * disk, on a server or on the hub. Each row is a document, so that training and evaluation are
 * split by rows.
 */
final class Dataset implements Source {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String PARQUET = ".parquet";
  private static final String OTHER_TABLES =
      ".*\\.(csv|tsv|txt|md|xml|xlsx?|arrow|feather|avro|orc|h5|sqlite|bz2|xz|lz4|br|7z|rar)";
  private static final long MOST_BYTES = 1_000_000_000_000L;

  /** Opens one table. */
  private interface Table {
    RandomBytes open() throws IOException;
  }

  /** Finds the tables when they are first needed. */
  private interface Tables {
    List<Table> find(Omissions omissions) throws IOException;
  }

  private final String column;
  private final Tables tables;

  private Dataset(String column, Tables tables) {
    this.column = column;
    this.tables = tables;
  }

  static Dataset of(String column, List<Path> files) {
    List<Table> local = files.stream().<Table>map(f -> () -> RandomBytes.of(f)).toList();
    return new Dataset(column, omissions -> local);
  }

  static Dataset remote(String column, List<URI> addresses) {
    List<Table> remote =
        addresses.stream().<Table>map(a -> () -> RandomBytes.of(a, PATIENCE)).toList();
    return new Dataset(column, omissions -> remote);
  }

  /**
   * Returns all tables of a data set on the hub, which are downloaded one by one as they are read.
   */
  static Dataset hub(Hub hub, String repository, String revision, String column) {
    return new Dataset(
        column,
        omissions -> {
          List<Table> found = new ArrayList<>();
          for (String name : hub.listing(Hub.Kind.DATASET, repository, revision)) {
            if (!Hub.isFileName(name)) {
              omissions.add(Hub.isHidden(name) ? Why.HIDDEN : Why.NAME, name);
            } else if (!isTable(name)) {
              omissions.add(Why.OTHER, name);
            } else {
              found.add(
                  () ->
                      RandomBytes.of(
                          hub.file(Hub.Kind.DATASET, repository, revision, name, MOST_BYTES)));
            }
          }
          if (found.isEmpty()) {
            throw new IOException(repository + " has no table of JSON or Parquet");
          }
          return found;
        });
  }

  /** Returns whether a file of that name is a supported table. */
  static boolean isTable(String name) {
    return isJson(name) || name.toLowerCase(Locale.ROOT).endsWith(PARQUET);
  }

  private static boolean isJson(String name) {
    return name.toLowerCase(Locale.ROOT).matches(".*\\.(json|jsonl|ndjson)(\\.gz|\\.zst)?")
        && !name.matches("(.*/)?(dataset_infos|dataset_info|state|config)\\.json");
  }

  @Override
  public Cursor open(Predicate<String> accepted, Omissions omissions) throws IOException {
    Iterator<Table> waiting = tables.find(omissions).iterator();
    return new Concatenation(
        () -> waiting.hasNext() ? rows(waiting.next().open(), accepted, omissions) : null,
        () -> {});
  }

  private Cursor rows(RandomBytes bytes, Predicate<String> accepted, Omissions omissions)
      throws IOException {
    String name = bytes.name();
    return NamedCursor.ofFile(
        name,
        () -> {
          if (Archives.isArchive(name)) {
            return Archives.open(bytes, name, accepted, omissions, entries(omissions));
          }
          if (!accepted.test(name)) {
            bytes.close();
            return () -> null;
          }
          return new RowsCursor(name, rows(bytes), omissions);
        });
  }

  private TextRows rows(RandomBytes bytes) throws IOException {
    if (bytes.name().toLowerCase(Locale.ROOT).matches(OTHER_TABLES)) {
      bytes.close();
      throw new IOException(
          "files of this kind are not read as tables; write it as JSON lines (.jsonl) or Parquet");
    }
    if (bytes.name().toLowerCase(Locale.ROOT).endsWith(PARQUET)) {
      if (!OptionalPart.PARQUET.isPresent()) {
        bytes.close();
        throw new IOException(OptionalPart.PARQUET.missing("this file"));
      }
      return ParquetTexts.open(bytes, column);
    }
    return json(bytes.name(), bytes.stream(), new Expansion(bytes.size()));
  }

  private TextRows json(String name, InputStream in, Expansion expansion) throws IOException {
    InputStream buffered = new BufferedInputStream(in, 1 << 16);
    return new JsonTexts(column, Packing.of(name).unpack(buffered, expansion));
  }

  /** Reads the JSON tables in an archive. Parquet files cannot be read from within an archive. */
  private Archives.EntryReader entries(Omissions omissions) {
    return (label, in, expansion) -> {
      if (isJson(label)) {
        return new RowsCursor(label, json(label, in, expansion), omissions);
      }
      omissions.add(Archives.isPacked(label) ? Why.PACKED : Why.OTHER, label);
      return () -> null;
    };
  }
}
