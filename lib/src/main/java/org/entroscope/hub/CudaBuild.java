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
 * PyTorch's build for NVIDIA GPUs, from DJL's server into DJL's cache. Maven Central does not have
 * it, because it is too large. DJL's own download starts only where the CUDA toolkit is installed,
 * says nothing of its size, and begins anew after every interruption; this one needs the driver
 * alone, goes on where it was, and puts the folder in place when all of it is there.
 *
 * @param build the names and the cache of this machine
 * @param flavor such as cu128
 * @param files what has to be fetched
 * @param bytes how much that is, as it is sent
 */
public record CudaBuild(PyTorchBuild build, String flavor, List<Part> files, long bytes) {

  /** The environment variable that names a mirror of DJL's server. */
  public static final String SERVER_VARIABLE = "ENTROSCOPE_NATIVES";

  private static final String SERVER = "https://publish.djl.ai/pytorch";

  /** What is unpacked is about twice as large as what is sent. */
  private static final int ROOM = 3;

  private static final String PACKED = ".gz";
  private static final int BUFFER = 1 << 16;

  private static final long LARGEST_FILE = 8L << 30;
  private static final long LARGEST_LIST = 1 << 20;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Pattern CUDA_LIBRARY = Pattern.compile("cu(\\d{2})(\\d)/([^/]+)/.+\\.gz");
  private static final Pattern RUNTIME = Pattern.compile("libcudart(-[0-9a-f]+)?\\.so(\\.\\d+)*");

  /**
   * One compressed file.
   *
   * @param name as it is called when unpacked
   */
  public record Part(URI address, String name, long bytes) {}

  /** The server: DJL's, or the mirror that {@value #SERVER_VARIABLE} names. */
  public static URI server() {
    String named = System.getenv(SERVER_VARIABLE);
    return URI.create(named == null || named.isBlank() ? SERVER : named.strip());
  }

  /**
   * Asks a server which builds it has for this machine, and takes the newest that the driver can
   * run: a driver runs every build of its own major version of CUDA, and older ones.
   *
   * @param cudaMajor the major version of CUDA that the driver supports
   * @throws IOException if the server cannot be reached or has no such build; the message says why
   */
  public static CudaBuild find(PyTorchBuild build, URI server, int cudaMajor) throws IOException {
    URI folder = URI.create(server + "/" + build.version() + "/");
    List<String> names = list(build, folder.resolve("files.txt"));
    String flavor =
        newest(names, build, cudaMajor)
            .orElseThrow(
                () ->
                    new IOException(
                        "%s has no build of PyTorch %s for CUDA %d or older and %s"
                            .formatted(server, build.version(), cudaMajor, build.classifier())));
    HttpClient client = HttpRequests.client(PATIENCE);
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
        long size = size(client, address);
        parts.add(new Part(address, file, size));
        bytes += size;
      }
    }
    return new CudaBuild(build, flavor, List.copyOf(parts), bytes);
  }

  private static URI address(URI folder, String name) throws IOException {
    try {
      return URI.create(folder + name);
    } catch (IllegalArgumentException e) {
      throw new IOException(folder + "files.txt has a line that is no address: " + name, e);
    }
  }

  private static List<String> list(PyTorchBuild build, URI address) throws IOException {
    Path copy = build.cache().resolve(build.version() + "-files.txt");
    Files.createDirectories(build.cache());
    try {
      new Download(address, copy, LARGEST_LIST, PATIENCE).run();
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

  /** The size that the server tells, or 0. */
  private static long size(HttpClient client, URI address) throws IOException {
    var request =
        HttpRequests.get(address, PATIENCE).method("HEAD", HttpRequest.BodyPublishers.noBody());
    try {
      HttpResponse<ResponseBody> response = HttpRequests.send(client, request, PATIENCE).response();
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
   * Fetches the build into the cache. An interrupted download goes on where it was.
   *
   * @throws IOException if that fails; the message says why, and what is there is kept
   */
  public void fetch() throws IOException {
    Path folder = build.folder(flavor);
    Files.createDirectories(build.cache());
    Path lock = folder.resolveSibling(folder.getFileName() + ".lock");
    try (FileChannel channel =
            FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock alone = channel.lock()) { // another start may be fetching it
      if (!build.isIn(folder)) {
        fetch(folder, folder.resolveSibling(folder.getFileName() + AtomicFile.PART));
      }
      if (!build.classifier().startsWith("win")) { // whose search path has the folder itself
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
        new Download(file.address, packed, LARGEST_FILE, PATIENCE).run();
        unpack(packed, part.resolve(file.name));
        Files.delete(packed);
      }
    }
    Set<String> wanted = files.stream().map(Part::name).collect(Collectors.toSet());
    for (String name : FileTree.names(part)) {
      if (!wanted.contains(name)) { // left by a start that was killed
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
   * Unpacks a file, whose checksum and length gzip checks. A server that calls the packing an
   * encoding of the journey has had it unpacked on the way.
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
   * DJL counts GPUs with CUDA's runtime library, which it looks for under a name that the build's
   * file does not have. A link, not a copy, so that the process loads the library once.
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

  /** A number of bytes for people: 2.9 GB. */
  public static String words(long bytes) {
    return bytes >= 1e9
        ? String.format(Locale.ROOT, "%.1f GB", bytes / 1e9)
        : String.format(Locale.ROOT, "%.0f MB", Math.ceil(bytes / 1e6));
  }
}
