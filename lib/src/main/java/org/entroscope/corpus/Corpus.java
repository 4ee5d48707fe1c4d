package org.entroscope.corpus;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.entroscope.files.Failures;
import org.entroscope.hub.CacheFolder;
import org.entroscope.hub.Hub;
import org.entroscope.hub.MavenArtifacts;
import org.entroscope.hub.PinnedJar;
import org.entroscope.progress.Progress;
import org.entroscope.tokens.TokenizedCorpus;
import org.entroscope.tokens.Tokenizer;
import tech.tablesaw.api.Table;

/**
 * The text that a model is trained on: files, folders, archives, or a string.
 *
 * <p>Documents are streamed each time they are requested, so a corpus may be larger than memory.
 * Text is read as UTF-8, or as UTF-16 or UTF-32 if it begins with their byte order mark; U+FFFD
 * replaces invalid sequences. Nothing else is changed: licence headers and line ends are kept.
 * Files with a zero byte near their beginning are binary and are left out; {@link #leftOut()} and
 * {@link #toString()} report them.
 */
public final class Corpus {

  private final String name;
  private final List<Source> sources;
  private final Predicate<String> accepted;
  private final List<PinnedJar> jars;
  private CorpusStatistics statistics;

  private Corpus(String name, List<Source> sources) {
    this(name, sources, file -> true, List.of(), null);
  }

  /**
   * @param jars the jars that the text comes from; may be empty
   * @param statistics the statistics; null if everything must be read to compute them
   */
  Corpus(
      String name,
      List<Source> sources,
      Predicate<String> accepted,
      List<PinnedJar> jars,
      CorpusStatistics statistics) {
    this.name = name;
    this.sources = List.copyOf(sources);
    this.accepted = accepted;
    this.jars = List.copyOf(jars);
    this.statistics = statistics;
  }

  /**
   * Returns about 54 MB of Java in 6,200 files: the pinned source jars of well-known libraries
   * under the Apache licence. They are downloaded once (15 MB). {@link #licences()} lists them.
   *
   * @throws UncheckedIOException if a jar is neither in the local Maven repository nor available
   *     from Maven Central or the mirror that the user's settings name
   * @throws IllegalStateException if a jar is not the pinned one
   */
  public static Corpus javaSources() {
    return JavaSources.all();
  }

  /**
   * Returns a smaller {@link #javaSources()}: the first jars, always in the same order, until they
   * have the requested number of megabytes. {@code javaSources(3)} is one jar of 0.8 MB.
   *
   * @param megabytes the minimum size of the text in millions of bytes
   * @throws IllegalArgumentException if it is not positive, or more than the size of all jars
   * @throws UncheckedIOException if a jar is not available, as for {@link #javaSources()}
   * @throws IllegalStateException if a jar is not the pinned one
   */
  public static Corpus javaSources(int megabytes) {
    return JavaSources.atLeast(megabytes);
  }

  /**
   * Returns the jars behind {@link #javaSources()} by their paths in a Maven repository, for a
   * machine that has no network.
   *
   * @throws UncheckedIOException if a jar is not available, as for {@link #javaSources()}
   */
  public static Map<String, Path> javaSourceJars() {
    return JavaSources.jars(PinnedJars.ALL, MavenArtifacts.ofUser());
  }

  /**
   * Reads files, folders with everything below them, and archives ({@code .zip}, {@code .jar},
   * {@code .tar}, {@code .tar.gz}, {@code .tgz}, {@code .tar.zst}, {@code .gz}, {@code .zst}), in
   * the given order; files in a folder or zip are sorted by name. Binary, empty and hidden files,
   * symbolic links, and unreadable files in a folder are left out; {@link #leftOut()} counts them.
   *
   * @throws IllegalArgumentException if no path is given, a path is missing or not readable, or
   *     there is no text in the files
   * @throws UncheckedIOException if one cannot be read
   */
  public static Corpus of(Path... paths) {
    if (paths.length == 0) {
      throw new IllegalArgumentException("name at least one file, folder or archive");
    }
    String name =
        Arrays.stream(paths)
            .map(path -> path.toAbsolutePath().normalize())
            .map(path -> Objects.toString(path.getFileName(), path.toString()))
            .collect(Collectors.joining(" + "));
    List<Source> sources = Arrays.stream(paths).<Source>map(Folder::new).toList();
    return new Corpus(name, sources).checkNotEmpty();
  }

  /**
   * Reads the texts in one column of tables on disk: JSON lines or one JSON array of objects
   * ({@code .json}, {@code .jsonl}, {@code .ndjson}, also {@code .gz} or {@code .zst}, also in a
   * zip or tar) and Parquet. They are streamed. Each row is a document, and the held-out documents
   * are chosen by rows. Rows whose text is null or empty are left out; {@link #leftOut()} counts
   * them.
   *
   * <p>Parquet needs libraries that are not installed with Entroscope. If they are missing, the
   * message contains the {@code %maven} line that adds them.
   *
   * @param column the field with the text: "content" in CodeParrot, "text" in most others
   * @throws UncheckedIOException if a file cannot be read, or has no such column
   */
  public static Corpus table(String column, Path... files) {
    return table(Dataset.of(column, List.of(files)), Arrays.stream(files).map(Path::getFileName));
  }

  /**
   * Reads tables on servers with HTTP range requests. Nothing is stored, and only one column of a
   * Parquet file is transferred.
   */
  public static Corpus table(String column, URI... addresses) {
    for (URI address : addresses) {
      if (!String.valueOf(address.getScheme()).matches("https?") || address.getHost() == null) {
        throw new IllegalArgumentException(
            "a table on a server has an address like https://host/file.jsonl, not " + address);
      }
    }
    return table(
        Dataset.remote(column, List.of(addresses)),
        Arrays.stream(addresses).map(address -> address.getPath().replaceFirst(".*/", "")));
  }

  private static Corpus table(Source source, Stream<?> names) {
    String name = names.map(Object::toString).collect(Collectors.joining(" + "));
    return new Corpus(name, List.of(source)).checkNotEmpty();
  }

  /**
   * Returns all tables of a data set on the hub, for example
   * "huggingface-course/codeparrot-ds-train". Each table is downloaded and kept when it is first
   * read.
   */
  public static Corpus dataset(String repository, String column) {
    return dataset(Hub.standard(), repository, Hub.MAIN, column);
  }

  /** Returns all tables of a revision of a data set on the given hub. */
  public static Corpus dataset(Hub hub, String repository, String revision, String column) {
    return new Corpus(repository, List.of(Dataset.hub(hub, repository, revision, column)));
  }

  /**
   * Returns a corpus of one text. To read a file, use {@link #of(Path...)}.
   *
   * @throws IllegalArgumentException if it is empty, or the name of a file that exists
   */
  public static Corpus of(String text) {
    Objects.requireNonNull(text, "text");
    if (text.length() < 1000 && !text.isBlank() && new File(text).exists()) {
      throw new IllegalArgumentException(
          "\"%s\" is a file or folder: write Corpus.of(Path.of(\"%s\")) to read it"
              .formatted(text, text));
    }
    Source source =
        (accepted, omissions) -> {
          Deque<Document> one = new ArrayDeque<>(List.of(new Document("text", 0, text)));
          return text.isEmpty() ? () -> null : one::poll;
        };
    return new Corpus("text", List.of(source)).checkNotEmpty();
  }

  /**
   * Returns the files of this corpus whose names have one of the endings, for example {@code
   * corpus.only(".java", ".md")}. Upper and lower case are not distinguished.
   *
   * @throws IllegalArgumentException if no file is left
   */
  public Corpus only(String... endings) {
    Predicate<String> wanted =
        file ->
            Arrays.stream(endings)
                .anyMatch(
                    end -> file.toLowerCase(Locale.ROOT).endsWith(end.toLowerCase(Locale.ROOT)));
    return new Corpus(name, sources, accepted.and(wanted), jars, null).checkNotEmpty();
  }

  private Corpus checkNotEmpty() {
    Omissions omissions = new Omissions();
    try (Cursor cursor = open(omissions)) {
      if (cursor.next() == null) {
        throw new IllegalArgumentException(
            "there is no text in "
                + name
                + (omissions.count() > 0
                    ? "; " + omissions
                    : ": it is empty, or holds nothing of the kind asked for"));
      }
      return this;
    } catch (IOException e) {
      throw Failures.of(e);
    }
  }

  /** Returns the name: the files' names, or "java-sources". */
  public String name() {
    return name;
  }

  /** Returns a table with the licence of each jar; it has no rows if the licences are not known. */
  public Table licences() {
    return JavaSources.licences(jars);
  }

  /**
   * Returns a table of the files and rows that are left out, with one row per reason: their number
   * and the first names. Files that {@link #only} excludes are not counted. The first call reads
   * everything.
   *
   * @throws UncheckedIOException if a file cannot be read
   */
  public Table leftOut() {
    return statistics().omissions().table();
  }

  /** Returns the number of files with text. The first call reads everything. */
  public long files() {
    return statistics().files();
  }

  /** Returns the size of the text in bytes of UTF-8. The first call reads everything. */
  public long bytes() {
    return statistics().bytes();
  }

  /**
   * Returns the SHA-256 of all names and texts as 64 hexadecimal digits, which is the same on every
   * machine. The first call reads everything, unless this is {@link #javaSources()}, whose hashes
   * are known.
   *
   * @throws UncheckedIOException if a file cannot be read
   * @throws java.util.concurrent.CancellationException if the thread is interrupted
   */
  public String hash() {
    return statistics().hash();
  }

  /**
   * Returns the documents one after another. Each is a file, or a part of at most 2^20 characters
   * of a longer file. Close the stream; otherwise the current file stays open. Failures to read are
   * thrown as {@link UncheckedIOException}.
   */
  public Stream<Document> documents() {
    Cursor cursor = open(new Omissions());
    var pull =
        new Spliterators.AbstractSpliterator<Document>(
            Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL | Spliterator.IMMUTABLE) {
          @Override
          public boolean tryAdvance(Consumer<? super Document> action) {
            try {
              Document document = cursor.next();
              if (document != null) {
                action.accept(document);
              }
              return document != null;
            } catch (IOException e) {
              throw Failures.of(e);
            }
          }
        };
    return StreamSupport.stream(pull, false)
        .onClose(
            () -> {
              try {
                cursor.close();
              } catch (IOException e) {
                throw Failures.of(e);
              }
            });
  }

  /**
   * Returns the corpus as tokens, from the cache folder if it was tokenized before.
   *
   * @throws UncheckedIOException if a file cannot be read, or the cache cannot be written
   * @throws java.util.concurrent.CancellationException if the thread is interrupted
   */
  public TokenizedCorpus tokenize(Tokenizer tokenizer) {
    return tokenize(tokenizer, CacheFolder.folder("tokens"));
  }

  /**
   * Returns the corpus as tokens, as {@link #tokenize(Tokenizer)} does, but keeps them in the given
   * folder instead of the cache folder. The folder must exist.
   */
  public TokenizedCorpus tokenize(Tokenizer tokenizer, Path folder) {
    return TokenizedCorpus.of(
        name, hash(), tokenizer, folder, file -> Tokenization.write(this, tokenizer, file));
  }

  Cursor open(Omissions omissions) {
    Deque<Source> waiting = new ArrayDeque<>(sources);
    return new Concatenation(
        () -> waiting.isEmpty() ? null : waiting.poll().open(accepted, omissions), () -> {});
  }

  /** Computes the statistics once. If the files change, a new corpus must be created. */
  synchronized CorpusStatistics statistics() {
    if (statistics == null) {
      Omissions omissions = new Omissions();
      try (CorpusStatistics.Counting counting =
              new CorpusStatistics.Counting(open(omissions), omissions);
          Progress progress = Progress.begin("Reading " + name, -1, "files")) {
        long files = 0;
        while (counting.next() != null) {
          progress.advance(counting.files() - files);
          files = counting.files();
        }
        statistics = counting.statistics();
        progress.finish(describe(statistics));
      } catch (IOException e) {
        throw Failures.of(e);
      }
    }
    return statistics;
  }

  private static String describe(CorpusStatistics statistics) {
    String text =
        String.format(
            Locale.ROOT,
            "%,d files, %.1f MB of text",
            statistics.files(),
            statistics.bytes() / 1e6);
    return statistics.omissions().count() == 0 ? text : text + "; " + statistics.omissions();
  }

  /**
   * Returns the name, the number of files, the size and what is left out, or why they cannot be
   * read.
   */
  @Override
  public String toString() {
    try {
      return "Corpus " + name + ": " + describe(statistics());
    } catch (UncheckedIOException e) {
      return "Corpus " + name + ": " + e.getMessage();
    }
  }
}
