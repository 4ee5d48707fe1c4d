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
 * A hub of models and data sets with Hugging Face's addresses. Downloaded files are kept in a
 * folder and not downloaded again.
 *
 * <p>{@link #standard()} uses the server in the system property {@code entroscope.hub} or the
 * environment variable {@code HF_ENDPOINT}, and huggingface.co if neither is set. The token in
 * {@code HF_TOKEN} (or {@code entroscope.hub.token}) gives access to private and gated
 * repositories. If the property {@code entroscope.offline} or the variable {@code HF_HUB_OFFLINE}
 * is true or 1, no request is sent.
 *
 * @param endpoint the hub's address
 * @param cache the folder in which files are kept
 * @param offline whether only kept files may be used
 * @param patience the time for which a server may be silent. Over such a period it must send at
 *     least 1,000 bytes per second. If a server asks for a longer wait, the hub waits up to five
 *     times the patience.
 */
public record Hub(URI endpoint, Path cache, boolean offline, Duration patience) {

  /** The kind of content of a repository. */
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

  /** The newest revision. */
  public static final String MAIN = "main";

  private static final Logger LOG = LoggerFactory.getLogger(Hub.class);

  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,200}");

  /** A name that is valid on every file system: not hidden, and without special characters. */
  private static final Pattern FILE_NAME =
      Pattern.compile(
          "[^\\p{Cntrl}\\\\/:*?\"<>|. ]([^\\p{Cntrl}\\\\/:*?\"<>|]{0,199}[^\\p{Cntrl}\\\\/:*?\"<>|."
              + " ])?");

  private static final int MOST_FOLDERS = 16;
  private static final long MOST_LISTING_BYTES = 64_000_000;
  private static final String NOT_KEPT =
      "it is not kept, and the hub may not be asked while offline (entroscope.offline or"
          + " HF_HUB_OFFLINE)";

  /** Checks that all components are given. */
  public Hub {
    Objects.requireNonNull(endpoint, "endpoint");
    Objects.requireNonNull(cache, "cache");
    Objects.requireNonNull(patience, "patience");
    if (!List.of("http", "https").contains(String.valueOf(endpoint.getScheme()))) {
      throw new IllegalArgumentException("a hub has an http or https address, not " + endpoint);
    }
  }

  /** Returns the hub that the settings of this machine name. */
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

  /** Returns a system property, or else an environment variable, or else the given default. */
  static String setting(String property, String variable, String otherwise) {
    String value = System.getProperty(property, System.getenv(variable));
    return value == null || value.isBlank() ? otherwise : value.strip();
  }

  /**
   * Returns a file of a repository and downloads it if it is not kept yet.
   *
   * @param repository the repository, {@code owner/name} or {@code name}
   * @param revision a branch, tag or commit, or a reference such as {@code refs/convert/parquet}
   * @param name the name of the file, with {@code /} between folders
   * @param mostBytes the largest accepted size in bytes
   * @return the path of the kept file, which is complete and has the checksum that the hub gives
   * @throws NoSuchFileException if the hub has no such file, or if it is not kept and this hub is
   *     offline
   * @throws IOException if it cannot be downloaded completely; a partial download is kept and
   *     resumed the next time
   * @throws java.util.concurrent.CancellationException if the thread is interrupted; a partial
   *     download is kept and resumed the next time
   * @throws IllegalArgumentException if a name is not valid
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

  /** Returns the address of a file on the hub. */
  public URI address(Kind kind, String repository, String revision, String name) {
    return at(
        kind.address
            + checked(repository, "repository", 2)
            + "/resolve/"
            + encoded(checked(revision, "revision", 3))
            + "/"
            + encoded(checkedFile(name)).replace("%2F", "/"));
  }

  /** Returns the folder in which a repository's files are kept; it need not exist. */
  public Path folder(Kind kind, String repository, String revision) {
    return cache
        .resolve(kind.folder)
        .resolve(checked(repository, "repository", 2).replace("/", "--"))
        .resolve(checked(revision, "revision", 3).replace("/", "@"));
  }

  /**
   * Returns the names of a repository's files. The list is downloaded each time unless offline.
   * Hidden files, and names that are not valid file names here, are left out.
   *
   * @throws IOException if the hub does not answer, or its answer is not a list of files
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
   * Returns all names that the hub lists, including names that cannot be requested ({@link
   * #isFileName}).
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

  /**
   * Checks a name that becomes part of an address and a path: no "..", no separator except /,
   * nothing hidden.
   */
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

  /** Returns whether a name is valid for a file of a repository. */
  public static boolean isFileName(String name) {
    String[] steps = name.split("/", -1);
    boolean good = steps.length <= MOST_FOLDERS;
    for (String step : steps) {
      good &= FILE_NAME.matcher(step).matches() && !step.contains("..");
    }
    return good;
  }

  /** Returns whether a name would be valid without its leading dot, which marks hidden files. */
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
