package org.entroscope.data;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

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
 * @param patience how long a server may be silent
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

  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,200}");
  private static final long MOST_LISTING_BYTES = 64_000_000;

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
        offline.equals("1") || offline.equalsIgnoreCase("true"),
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
   * @param revision a branch, tag or commit
   * @param name of the file, with {@code /} between folders
   * @param mostBytes a longer file is refused
   * @return where it is kept; whole, and of the checksum that the hub gives
   * @throws NoSuchFileException if the hub has no such file, or it is not kept and this is offline
   * @throws IOException if it cannot be fetched whole; the part that came is kept for the next time
   * @throws IllegalArgumentException if a name is none
   */
  public Path file(Kind kind, String repository, String revision, String name, long mostBytes)
      throws IOException {
    Path kept = folder(kind, repository, revision).resolve(checked(name, "file", 16));
    if (Files.exists(kept)) {
      return kept;
    }
    if (offline) {
      throw new NoSuchFileException(
          kept.toString(),
          null,
          "it is not kept, and the hub may not be asked while offline (entroscope.offline or"
              + " HF_HUB_OFFLINE)");
    }
    Files.createDirectories(kept.getParent());
    new Download(address(kind, repository, revision, name), kept, mostBytes, patience).run();
    return kept;
  }

  /** Where a file is on the hub. */
  public URI address(Kind kind, String repository, String revision, String name) {
    return at(
        kind.address
            + checked(repository, "repository", 2)
            + "/resolve/"
            + checked(revision, "revision", 1)
            + "/"
            + checked(name, "file", 16));
  }

  /** The folder in which a repository's files are kept; it need not exist. */
  public Path folder(Kind kind, String repository, String revision) {
    return cache
        .resolve(kind.folder)
        .resolve(checked(repository, "repository", 2).replace("/", "--"))
        .resolve(checked(revision, "revision", 1));
  }

  /**
   * The names of a repository's files, fetched anew unless offline.
   *
   * @throws IOException if the hub cannot be asked, or answers with something else
   */
  public List<String> files(Kind kind, String repository, String revision) throws IOException {
    Path kept = folder(kind, repository, revision).resolve(".files.json");
    if (!offline) {
      Files.createDirectories(kept.getParent());
      URI address =
          at(
              "api/"
                  + kind.folder
                  + "/"
                  + checked(repository, "repository", 2)
                  + "/revision/"
                  + checked(revision, "revision", 1));
      new Download(address, kept, MOST_LISTING_BYTES, patience).run();
    }
    try {
      List<String> names = new ArrayList<>();
      for (JsonNode file : new ObjectMapper().readTree(Files.readAllBytes(kept)).path("siblings")) {
        names.add(file.path("rfilename").asText());
      }
      return names;
    } catch (JacksonException e) {
      Files.deleteIfExists(kept);
      throw new IOException("the hub's list of files is not valid JSON", e);
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
    if (!good) {
      throw new IllegalArgumentException("'" + name + "' cannot be the name of a " + what);
    }
    return name;
  }
}
