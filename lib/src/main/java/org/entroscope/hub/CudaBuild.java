package org.entroscope.hub;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.entroscope.engine.PyTorchBuild;
import org.entroscope.files.AtomicFile;
import org.entroscope.files.FileTree;
import org.entroscope.files.Reason;

/**
 * Downloads PyTorch's build for NVIDIA GPUs from DJL's server to DJL's cache. The build is too
 * large for Maven Central. DJL's own download starts only if the CUDA toolkit is installed, does
 * not report its size, and starts again after every interruption. This download needs only the
 * driver, resumes after an interruption, and makes the folder visible when it is complete.
 *
 * @param build the names and the cache of this machine
 * @param flavor the flavor of the build, for example cu128
 * @param files the files to download
 * @param bytes the size of the download in bytes
 * @param patience the time to wait for a server that does not answer or sends nothing; the waits
 *     between two attempts are fractions of it
 */
public record CudaBuild(
    PyTorchBuild build, String flavor, List<Part> files, long bytes, Duration patience) {

  /** The environment variable that names a mirror of DJL's server. */
  public static final String SERVER_VARIABLE = "ENTROSCOPE_NATIVES";

  /** The default time to wait for a server. */
  public static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final String SERVER = "https://publish.djl.ai/pytorch";

  /**
   * The free space that is required, as a multiple of the download. The unpacked files are about
   * twice as large as the download.
   */
  private static final int ROOM = 3;

  private static final String PACKED = ".gz";
  private static final int BUFFER = 1 << 16;

  private static final long LARGEST_FILE = 8L << 30;
  private static final long LARGEST_LIST = 1 << 20;
  private static final Pattern CUDA_LIBRARY = Pattern.compile("cu(\\d{2})(\\d)/([^/]+)/.+\\.gz");
  private static final Pattern RUNTIME = Pattern.compile("libcudart(-[0-9a-f]+)?\\.so(\\.\\d+)*");

  /**
   * One compressed file.
   *
   * @param name the name of the unpacked file
   */
  public record Part(URI address, String name, long bytes) {}

  /** Returns the address of DJL's server, or of the mirror in {@value #SERVER_VARIABLE}. */
  public static URI server() {
    String named = System.getenv(SERVER_VARIABLE);
    return URI.create(named == null || named.isBlank() ? SERVER : named.strip());
  }

  /**
   * Asks a server for its builds for this machine and chooses the newest one that the driver
   * supports. A driver supports all builds for its own major version of CUDA and for older
   * versions.
   *
   * @param cudaMajor the major version of CUDA that the driver supports
   * @param patience the time to wait for the server, for example {@link #PATIENCE}
   * @throws IOException if the server cannot be reached or has no such build; the message says why
   */
  public static CudaBuild find(PyTorchBuild build, URI server, int cudaMajor, Duration patience)
      throws IOException {
    URI folder = URI.create(server + "/" + build.version() + "/");
    List<String> names = list(build, folder.resolve("files.txt"), patience);
    String flavor =
        newest(names, build, cudaMajor)
            .orElseThrow(
                () ->
                    new IOException(
                        "%s has no build of PyTorch %s for CUDA %d or older and %s"
                            .formatted(server, build.version(), cudaMajor, build.classifier())));
    HttpClient client = HttpRequests.client(patience);
    List<Part> parts = new ArrayList<>();
    long bytes = 0;
    for (String name : names) {
      if (name.startsWith(flavor + "/" + build.classifier() + "/") && name.endsWith(PACKED)) {
        URI address = address(folder, name);
        String file = name.substring(name.lastIndexOf('/') + 1, name.length() - PACKED.length());
        file = URLDecoder.decode(file, StandardCharsets.UTF_8);
        if (file.isEmpty() || file.contains("/") || file.contains("\\") || file.startsWith("..")) {
          throw new IOException(server + " lists a file with an impossible name: " + file);
        }
        long size = size(client, address, patience);
        parts.add(new Part(address, file, size));
        bytes += size;
      }
    }
    return new CudaBuild(build, flavor, List.copyOf(parts), bytes, patience);
  }

  private static URI address(URI folder, String name) throws IOException {
    try {
      return URI.create(folder + name);
    } catch (IllegalArgumentException e) {
      throw new IOException(folder + "files.txt has a line that is no address: " + name, e);
    }
  }

  private static List<String> list(PyTorchBuild build, URI address, Duration patience)
      throws IOException {
    Path copy = build.cache().resolve(build.version() + "-files.txt");
    Files.createDirectories(build.cache());
    try {
      new Download(address, copy, LARGEST_LIST, patience).run();
      return Files.readAllLines(copy).stream().map(String::strip).toList();
    } finally {
      Files.deleteIfExists(copy);
    }
  }

  private static Optional<String> newest(List<String> names, PyTorchBuild build, int cudaMajor) {
    return names.stream()
        .map(CUDA_LIBRARY::matcher)
        .filter(Matcher::matches)
        .filter(matcher -> matcher.group(3).equals(build.classifier()))
        .filter(matcher -> Integer.parseInt(matcher.group(1)) <= cudaMajor)
        .map(matcher -> "cu" + matcher.group(1) + matcher.group(2))
        .filter(build::isSupported)
        .max(String::compareTo);
  }

  /** Returns the size that the server reports, or 0 if it reports none. */
  private static long size(HttpClient client, URI address, Duration patience) throws IOException {
    var request =
        HttpRequests.get(address, patience).method("HEAD", HttpRequest.BodyPublishers.noBody());
    try {
      HttpResponse<ResponseBody> response = HttpRequests.send(client, request, patience).response();
      response.body().close();
      if (response.statusCode() != 200) {
        throw new IOException(
            "cannot get %s: %s".formatted(address, Reason.of(HttpRequests.failure(response))));
      }
      return Math.max(0, response.headers().firstValueAsLong("Content-Length").orElse(0));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while asking for the size of " + address, e);
    }
  }

  /**
   * Downloads the build to the cache. An interrupted download is resumed.
   *
   * @throws IOException if the download fails; the message says why, and a partial download is kept
   */
  public void fetch() throws IOException {
    Path folder = build.folder(flavor);
    Files.createDirectories(build.cache());
    Path lock = folder.resolveSibling(folder.getFileName() + ".lock");
    try (FileChannel channel =
            FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock alone = channel.lock()) { // another process may be downloading it
      if (!build.isIn(folder)) {
        fetch(folder, folder.resolveSibling(folder.getFileName() + AtomicFile.PART));
      }
      if (!build
          .classifier()
          .startsWith("win")) { // on Windows, the search path contains the folder itself
        nameRuntime(folder);
      }
    }
  }

  private void fetch(Path folder, Path part) throws IOException {
    Files.createDirectories(part);
    checkRoom(part);
    for (Part file : files) {
      if (!Files.exists(part.resolve(file.name))) {
        Path packed = part.resolve(file.name + PACKED);
        new Download(file.address, packed, LARGEST_FILE, patience).run();
        unpack(packed, part.resolve(file.name));
        Files.delete(packed);
      }
    }
    Set<String> wanted = files.stream().map(Part::name).collect(Collectors.toSet());
    for (String name : FileTree.names(part)) {
      if (!wanted.contains(name)) { // left by a killed process
        FileTree.delete(part.resolve(name));
      }
    }
    FileTree.delete(folder);
    AtomicFile.move(part, folder);
  }

  private void checkRoom(Path part) throws IOException {
    long missing =
        files.stream()
            .filter(file -> !Files.exists(part.resolve(file.name)))
            .mapToLong(Part::bytes)
            .sum();
    long free = Files.getFileStore(part).getUsableSpace();
    if (free < ROOM * missing) {
      throw new IOException(
          "%s has %s free, and the download needs %s while it is unpacked"
              .formatted(build.cache(), words(free), words(ROOM * missing)));
    }
  }

  /**
   * Unpacks a file; gzip checks its checksum and length. If the server declares the compression as
   * a content encoding, the file has already been unpacked.
   */
  private static void unpack(Path packed, Path file) throws IOException {
    try {
      AtomicFile.write(
          file,
          whole -> {
            try (InputStream raw = new BufferedInputStream(Files.newInputStream(packed), BUFFER)) {
              raw.mark(2);
              boolean gzip = raw.read() == 0x1f && raw.read() == 0x8b;
              raw.reset();
              Files.copy(gzip ? new GZIPInputStream(raw, BUFFER) : raw, whole);
            }
          });
    } catch (ZipException | EOFException e) {
      Files.deleteIfExists(packed);
      throw new IOException(
          "what came as %s is damaged: %s".formatted(packed.getFileName(), Reason.of(e)), e);
    } catch (FileSystemException e) {
      throw Reason.cannotWrite(file, e);
    }
  }

  /**
   * Creates a link to CUDA's runtime library. DJL counts GPUs with this library and searches for it
   * under a name that differs from the file in the build. A link ensures that the process loads the
   * library only once.
   */
  private void nameRuntime(Path folder) throws IOException {
    Path runtime = build.runtimeFolder(flavor);
    Path link = runtime.resolve(build.library("cudart"));
    for (String name : FileTree.names(folder)) {
      if (RUNTIME.matcher(name).matches() && !Files.exists(link)) {
        FileTree.delete(runtime);
        Files.createDirectories(runtime);
        Files.createSymbolicLink(link, runtime.relativize(folder.resolve(name)));
      }
    }
  }

  /** Returns a number of bytes as readable text, for example 2.9 GB. */
  public static String words(long bytes) {
    return bytes >= 1e9
        ? String.format(Locale.ROOT, "%.1f GB", bytes / 1e9)
        : String.format(Locale.ROOT, "%.0f MB", Math.ceil(bytes / 1e6));
  }
}
