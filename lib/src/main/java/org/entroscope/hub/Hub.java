package org.entroscope.hub;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.entroscope.files.Reason;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A hub of models and data sets that speaks Hugging Face's addresses. What was fetched once is kept
 * in a folder and not fetched again.
 *
 * <p>{@link #standard()} asks the server that the system property {@code entroscope.hub} or the
 * environment variable {@code HF_ENDPOINT} names, else huggingface.co; {@code HF_TOKEN} (or {@code
 * entroscope.hub.token}) opens what is private or gated there. With the property {@code
 * entroscope.offline} or the variable {@code HF_HUB_OFFLINE} set to true or 1 nothing is asked.
 *
 * @param endpoint where the hub is
 * @param cache where files are kept
 * @param offline whether only kept files may be used
 * @param patience how long a server may be silent; over so long it must send 1,000 bytes per
 *     second, and five times so long is waited where it asks for that
 */
public record Hub(URI endpoint, Path cache, boolean offline, Duration patience) {

  /** What a repository holds. */
  public enum Kind {
    MODEL("models", ""),
    DATASET("datasets", "datasets/");

    private final String folder;
    private final String address;

    Kind(String folder, String address) {
      this.folder = folder;
      this.address = address;
    }
  }

  /** The revision that is newest now. */
  public static final String MAIN = "main";

  private static final Logger LOG = LoggerFactory.getLogger(Hub.class);

  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,200}");

  /** A name on every kind of disk: nothing hidden, and no characters that mean something there. */
  private static final Pattern FILE_NAME =
      Pattern.compile(
          "[^\\p{Cntrl}\\\\/:*?\"<>|. ]([^\\p{Cntrl}\\\\/:*?\"<>|]{0,199}[^\\p{Cntrl}\\\\/:*?\"<>|. ])?");

  private static final int MOST_FOLDERS = 16;
  private static final long MOST_LISTING_BYTES = 64_000_000;
  private static final String NOT_KEPT =
      "it is not kept, and the hub may not be asked while offline (entroscope.offline or"
          + " HF_HUB_OFFLINE)";

  /** Checks that nothing is missing. */
  public Hub {
    Objects.requireNonNull(endpoint, "endpoint");
    Objects.requireNonNull(cache, "cache");
    Objects.requireNonNull(patience, "patience");
    if (!List.of("http", "https").contains(String.valueOf(endpoint.getScheme()))) {
      throw new IllegalArgumentException("a hub has an http or https address, not " + endpoint);
    }
  }

  /** The hub of this machine's settings. */
  public static Hub standard() {
    String offline = setting("entroscope.offline", "HF_HUB_OFFLINE", "false");
    return new Hub(
        endpointOfSettings(),
        CacheFolder.folder("hub"),
        Set.of("1", "TRUE", "YES", "ON").contains(offline.toUpperCase(Locale.ROOT)),
        Duration.ofSeconds(60));
  }

  static URI endpointOfSettings() {
    return URI.create(setting("entroscope.hub", "HF_ENDPOINT", "https://huggingface.co"));
  }

  /** A system property, or else an environment variable. */
  static String setting(String property, String variable, String otherwise) {
    String value = System.getProperty(property, System.getenv(variable));
    return value == null || value.isBlank() ? otherwise : value.strip();
  }

  /**
   * A file of a repository, fetched if it is not kept yet.
   *
   * @param repository {@code owner/name} or {@code name}
   * @param revision a branch, tag or commit, or a reference such as {@code refs/convert/parquet}
   * @param name of the file, with {@code /} between folders
   * @param mostBytes a longer file is refused
   * @return where it is kept; whole, and of the checksum that the hub gives
   * @throws NoSuchFileException if the hub has no such file, or it is not kept and this is offline
   * @throws IOException if it cannot be fetched whole; the part that came is kept for the next time
   * @throws java.util.concurrent.CancellationException if the thread is interrupted; the part that
   *     came is kept for the next time
   * @throws IllegalArgumentException if a name is none
   */
  public Path file(Kind kind, String repository, String revision, String name, long mostBytes)
      throws IOException {
    Path kept = folder(kind, repository, revision).resolve(checkedFile(name));
    if (Files.exists(kept)) {
      return kept;
    }
    if (offline) {
      throw new NoSuchFileException(kept.toString(), null, NOT_KEPT);
    }
    makeFolder(kept.getParent());
    new Download(address(kind, repository, revision, name), kept, mostBytes, patience).run();
    return kept;
  }

  /** Where a file is on the hub. */
  public URI address(Kind kind, String repository, String revision, String name) {
    return at(
        kind.address
            + checked(repository, "repository", 2)
            + "/resolve/"
            + encoded(checked(revision, "revision", 3))
            + "/"
            + encoded(checkedFile(name)).replace("%2F", "/"));
  }

  /** The folder in which a repository's files are kept; it need not exist. */
  public Path folder(Kind kind, String repository, String revision) {
    return cache
        .resolve(kind.folder)
        .resolve(checked(repository, "repository", 2).replace("/", "--"))
        .resolve(checked(revision, "revision", 3).replace("/", "@"));
  }

  /**
   * The names of a repository's files, fetched anew unless offline. Hidden files, and names that no
   * file here can have, are left out.
   *
   * @throws IOException if the hub cannot be asked, or answers with something else
   */
  public List<String> files(Kind kind, String repository, String revision) throws IOException {
    List<String> all = listing(kind, repository, revision);
    List<String> good = all.stream().filter(Hub::isFileName).toList();
    long strange = all.stream().filter(n -> !isHidden(n)).count() - good.size();
    if (strange > 0) {
      LOG.warn("{} lists {} files whose names no file here can have", repository, strange);
    }
    return good;
  }

  /**
   * All names that the hub lists, also those that cannot be asked for ({@link #isFileName}).
   *
   * @throws IOException if the hub does not answer, or knows no such repository
   */
  public List<String> listing(Kind kind, String repository, String revision) throws IOException {
    Path kept = folder(kind, repository, revision).resolve(".files.json");
    if (!offline) {
      makeFolder(kept.getParent());
      URI address =
          at(
              "api/"
                  + kind.folder
                  + "/"
                  + checked(repository, "repository", 2)
                  + "/revision/"
                  + encoded(checked(revision, "revision", 3)));
      new Download(address, kept, MOST_LISTING_BYTES, patience).run();
    } else if (!Files.exists(kept)) {
      throw new NoSuchFileException(kept.toString(), null, NOT_KEPT);
    }
    try {
      JsonNode siblings = new ObjectMapper().readTree(Files.readAllBytes(kept)).path("siblings");
      if (!siblings.isArray()) {
        Files.deleteIfExists(kept);
        throw new IOException("the hub's answer about " + repository + " has no list of files");
      }
      List<String> names = new ArrayList<>();
      siblings.forEach(file -> names.add(file.path("rfilename").asText("")));
      return names;
    } catch (JacksonException e) {
      Files.deleteIfExists(kept);
      throw new IOException("the hub's list of the files of " + repository + " is not JSON", e);
    }
  }

  private static void makeFolder(Path folder) throws IOException {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw Reason.cannotWrite(folder, e);
    }
  }

  private URI at(String path) {
    String base = endpoint.toString();
    return URI.create(base + (base.endsWith("/") ? "" : "/") + path);
  }

  /** Names become addresses and files: no ways up, no separators but /, nothing hidden. */
  private static String checked(String name, String what, int mostSteps) {
    String[] steps = name.split("/", -1);
    boolean good = steps.length <= mostSteps;
    for (String step : steps) {
      good &= WORD.matcher(step).matches() && !step.contains("..");
    }
    return required(good, name, what);
  }

  private static String checkedFile(String name) {
    return required(isFileName(name), name, "file");
  }

  /** Whether a file of a repository may have that name. */
  public static boolean isFileName(String name) {
    String[] steps = name.split("/", -1);
    boolean good = steps.length <= MOST_FOLDERS;
    for (String step : steps) {
      good &= FILE_NAME.matcher(step).matches() && !step.contains("..");
    }
    return good;
  }

  /** Whether a name would be good but for the dot that hides it. */
  public static boolean isHidden(String name) {
    return name.startsWith(".") && isFileName(name.substring(1));
  }

  private static String required(boolean good, String name, String what) {
    if (!good) {
      String shown = name.length() <= 100 ? name : name.substring(0, 100) + "...";
      throw new IllegalArgumentException("'" + shown + "' cannot be the name of a " + what);
    }
    return name;
  }

  private static String encoded(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
