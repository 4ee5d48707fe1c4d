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
 * Text to learn from: files, folders, archives, or a string.
 *
 * <p>Documents are streamed each time they are asked for; a corpus may be larger than memory. Text
 * is UTF-8, or UTF-16 or UTF-32 where a byte order mark says so; U+FFFD takes the place of what is
 * not valid. Nothing else is changed: licence headers and line ends stay. Files with a zero byte
 * near their beginning are binary and left out; {@link #leftOut()} and {@link #toString()} say what
 * was.
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
   * @param jars whose text it is, if it is that of jars
   * @param statistics null where everything must be read to know them
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
   * About 54 MB of Java in 6,200 files: the pinned source jars of well-known libraries under the
   * Apache licence, 15 MB to download once. {@link #licences()} lists them.
   *
   * @throws UncheckedIOException if a jar is neither in the local Maven repository nor available
   *     from Maven Central or the mirror that the user's settings name
   * @throws IllegalStateException if a jar is not the pinned one
   */
  public static Corpus javaSources() {
    return JavaSources.all();
  }

  /**
   * A smaller {@link #javaSources()}: the first of its jars, always in the same order, until they
   * hold the number of megabytes asked for. {@code javaSources(3)} is one jar of 0.8 MB.
   *
   * @param megabytes at least this much text, in millions of bytes
   * @throws IllegalArgumentException if that is not positive, or more than all the jars hold
   * @throws UncheckedIOException if a jar cannot be had, as for {@link #javaSources()}
   * @throws IllegalStateException if a jar is not the pinned one
   */
  public static Corpus javaSources(int megabytes) {
    return JavaSources.atLeast(megabytes);
  }

  /**
   * The jars behind {@link #javaSources()} by their places in a Maven repository, for a machine
   * that has no network.
   *
   * @throws UncheckedIOException if a jar cannot be had, as for {@link #javaSources()}
   */
  public static Map<String, Path> javaSourceJars() {
    return JavaSources.jars(PinnedJars.ALL, MavenArtifacts.ofUser());
  }

  /**
   * Files, folders with everything below them, and archives ({@code .zip}, {@code .jar}, {@code
   * .tar}, {@code .tar.gz}, {@code .tgz}, {@code .tar.zst}, {@code .gz}, {@code .zst}), in the
   * order given; within a folder or zip by name. Binary, empty and hidden files, symbolic links,
   * and what may not be read in a folder are left out, which {@link #leftOut()} counts.
   *
   * @throws IllegalArgumentException if no path is given, one is missing or must not be read, or
   *     there is no text in them
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
   * The texts in one column of tables on disk: JSON lines or one JSON array of objects ({@code
   * .json}, {@code .jsonl}, {@code .ndjson}, also {@code .gz} or {@code .zst}, also in a zip or
   * tar) and Parquet. They are streamed; each row is a document, and what is held out is chosen by
   * rows. Rows whose text is null or empty are left out, which {@link #leftOut()} counts.
   *
   * <p>Parquet needs libraries that do not come with this one; without them, the message names the
   * {@code %maven} line that brings them.
   *
   * @param column the field with the text: "content" in CodeParrot, "text" in most others
   * @throws UncheckedIOException if one cannot be read, or has no such column
   */
  public static Corpus table(String column, Path... files) {
    return table(Dataset.of(column, List.of(files)), Arrays.stream(files).map(Path::getFileName));
  }

  /** The same from servers, by HTTP ranges: nothing is stored, of Parquet one column travels. */
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
   * A data set of the hub, "huggingface-course/codeparrot-ds-train" for example: all its tables,
   * each fetched and kept when it is first read.
   */
  public static Corpus dataset(String repository, String column) {
    return dataset(Hub.standard(), repository, Hub.MAIN, column);
  }

  /** The same of another hub, in a revision. */
  public static Corpus dataset(Hub hub, String repository, String revision, String column) {
    return new Corpus(repository, List.of(Dataset.hub(hub, repository, revision, column)));
  }

  /**
   * One text; not a file's name, which needs {@link #of(Path...)}.
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
   * The files of this corpus whose names end so: {@code corpus.only(".java", ".md")}. Case does not
   * matter.
   *
   * @throws IllegalArgumentException if none is left
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

  /** What it is called: the files' names, or "java-sources". */
  public String name() {
    return name;
  }

  /** What the parts are licensed under; no rows where that is not known. */
  public Table licences() {
    return JavaSources.licences(jars);
  }

  /**
   * What is left out: a row for each reason, with how many files or rows and the first names. Files
   * that {@link #only} does not ask for are not counted. The first call reads everything.
   *
   * @throws UncheckedIOException if a file cannot be read
   */
  public Table leftOut() {
    return statistics().omissions().table();
  }

  /** How many files with text there are; the first call reads everything. */
  public long files() {
    return statistics().files();
  }

  /** How long the text is, in bytes of UTF-8; the first call reads everything. */
  public long bytes() {
    return statistics().bytes();
  }

  /**
   * SHA-256 over names and texts, 64 hexadecimal digits: the same on every machine. The first call
   * reads everything, except that the hashes of {@link #javaSources()} are known.
   *
   * @throws UncheckedIOException if a file cannot be read
   * @throws java.util.concurrent.CancellationException if the thread is interrupted
   */
  public String hash() {
    return statistics().hash();
  }

  /**
   * The documents one after another: a file each, or parts of at most 2^20 characters of a longer
   * file. Close the stream, or the file it stands at stays open; reading failures are thrown as
   * {@link UncheckedIOException}.
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
   * The corpus as tokens, from the cache folder if it was tokenized before.
   *
   * @throws UncheckedIOException if a file cannot be read, or the cache not be written
   * @throws java.util.concurrent.CancellationException if the thread is interrupted
   */
  public TokenizedCorpus tokenize(Tokenizer tokenizer) {
    return tokenize(tokenizer, CacheFolder.folder("tokens"));
  }

  /** The same with another folder in place of the cache folder; it must exist. */
  public TokenizedCorpus tokenize(Tokenizer tokenizer, Path folder) {
    return TokenizedCorpus.of(
        name, hash(), tokenizer, folder, file -> Tokenization.write(this, tokenizer, file));
  }

  Cursor open(Omissions omissions) {
    Deque<Source> waiting = new ArrayDeque<>(sources);
    return new Concatenation(
        () -> waiting.isEmpty() ? null : waiting.poll().open(accepted, omissions), () -> {});
  }

  /** Counted once: a corpus whose files change needs to be made again. */
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

  /** Name, files and size and what is left out, or why they cannot be told. */
  @Override
  public String toString() {
    try {
      return "Corpus " + name + ": " + describe(statistics());
    } catch (UncheckedIOException e) {
      return "Corpus " + name + ": " + e.getMessage();
    }
  }
}
