package org.entroscope.lab;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Builds Entroscope if it is not built or its sources have changed, and starts it. The scripts
 * {@code notebooks/lab} and {@code notebooks/lab.cmd} run this source file before anything is
 * compiled, so it uses only the JDK and no other file of the project.
 */
final class Launcher {

  private static final List<String> SOURCES =
      List.of(
          "pom.xml", "lib/pom.xml", "lib/src", "kernel-extension/pom.xml", "kernel-extension/src");

  private static final String HELP =
      "kernel-extension/src/main/resources/org/entroscope/lab/help.txt";

  private static final Pattern PROJECT_VERSION = Pattern.compile("<revision>(.*?)</revision>");
  private static final Pattern MAVEN = Pattern.compile("Apache Maven (\\d+)\\.(\\d+)");
  private static final Pattern MAVENS_JAVA = Pattern.compile("(?m)^Java version: (\\d+)");

  private static final int SECONDS_TO_TIDY_UP = 20;

  private final Place place;
  private final Path project;
  private final PrintStream out;
  private final PrintStream err;
  private final Path kernel;
  private final Path built;
  private final Path begun;

  /**
   * The environment of the launcher.
   *
   * @param windows whether the system is Windows
   * @param environment the environment variables of the process
   * @param java the program that starts a JVM
   * @param folder the folder to which relative paths of the command line refer
   * @param home the user's home folder
   * @param user the user's name; "?" if the system does not know the user
   */
  record Place(
      boolean windows,
      Map<String, String> environment,
      Path java,
      Path folder,
      String home,
      String user) {

    /** Returns the environment of this process. */
    static Place here() {
      boolean windows = System.getProperty("os.name").startsWith("Windows");
      String calledFrom = System.getenv("ENTROSCOPE_CALLED_FROM");
      return new Place(
          windows,
          System.getenv(),
          Path.of(System.getProperty("java.home"), "bin", windows ? "java.exe" : "java"),
          Path.of(calledFrom == null ? System.getProperty("user.dir") : calledFrom),
          System.getProperty("user.home"),
          System.getProperty("user.name"));
    }

    /** Finds a program on the search path. */
    Optional<Path> onPath(String program) {
      List<String> endings = windows ? List.of(".exe", ".cmd", ".bat") : List.of("");
      String path =
          environment.entrySet().stream()
              .filter(
                  e -> windows ? e.getKey().equalsIgnoreCase("PATH") : e.getKey().equals("PATH"))
              .map(Map.Entry::getValue)
              .findFirst()
              .orElse("");
      return Stream.of(path.split(windows ? ";" : ":"))
          .map(folder -> folder.replace("\"", "").strip())
          .filter(folder -> !folder.isEmpty())
          .flatMap(folder -> endings.stream().map(ending -> new File(folder, program + ending)))
          .filter(file -> file.isFile() && file.canExecute())
          .map(File::toPath)
          .findFirst();
    }
  }

  Launcher(Place place, Path project, PrintStream out, PrintStream err) {
    this.place = place;
    this.project = project;
    this.out = out;
    this.err = err;
    kernel = project.resolve("kernel-extension").resolve("target").resolve("kernel");
    built = kernel.resolve("built");
    begun = kernel.resolve("built.begun");
  }

  /** An error whose message is printed instead of a stack trace. */
  private static final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1;

    Refusal(String... lines) {
      super(String.join(System.lineSeparator() + "lab: ", lines));
    }
  }

  /** Runs the command line and ends the JVM with the status of the program that was started. */
  public static void main(String[] arguments) {
    Path notebooks = Path.of(System.getProperty("entroscope.notebooks", "notebooks"));
    Path project = notebooks.toAbsolutePath().normalize().getParent();
    System.exit(new Launcher(Place.here(), project, System.out, System.err).run(arguments));
  }

  /** Runs a command line and returns the exit status. */
  int run(String... arguments) {
    try {
      for (String argument : arguments) {
        if (List.of("--", "--sweep", "--course").contains(argument)) { // they print their own help
          break;
        }
        if (argument.equals("-h") || argument.equals("--help")) {
          out.print(Files.readString(project.resolve(HELP)));
          return 0;
        }
        if (argument.equals("--version")) {
          Matcher version = PROJECT_VERSION.matcher(Files.readString(project.resolve("pom.xml")));
          out.println(
              "Entroscope " + (version.find() ? version.group(1) : "of an unknown version"));
          return 0;
        }
      }
      String now = sources();
      if (!isBuilt(now)) {
        build();
      }
      String first = arguments.length > 0 ? arguments[0] : "";
      List<String> rest = List.of(arguments).subList(first.isEmpty() ? 0 : 1, arguments.length);
      return start(
          switch (first) {
            case "--sweep" -> sweep(rest);
            case "--course" -> lab("org.entroscope.lab.CourseMain", rest);
            default -> lab("org.entroscope.lab.Lab", List.of(arguments));
          });
    } catch (Refusal e) {
      err.println("lab: " + e.getMessage());
      return 1;
    } catch (IOException | UncheckedIOException e) {
      err.println("lab: " + e);
      return 1;
    }
  }

  // ---- the state of the build

  /**
   * Returns a checksum of the names and contents of all files on which the build depends. A copy of
   * the project has the same checksum.
   */
  private String sources() throws IOException {
    MessageDigest digest = digest();
    try (OutputStream all = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
      for (Path file : sourceTree().filter(Files::isRegularFile).toList()) {
        String name = project.relativize(file).toString().replace(File.separatorChar, '/');
        all.write((name + "\n" + Files.size(file) + "\n").getBytes(StandardCharsets.UTF_8));
        Files.copy(file, all);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /**
   * Returns the source files and folders in the same order on every system. The times of folders
   * change when files are removed.
   */
  private Stream<Path> sourceTree() throws IOException {
    List<Path> all = new ArrayList<>();
    for (String source : SOURCES) {
      try (Stream<Path> tree = Files.walk(project.resolve(source))) {
        tree.sorted().forEach(all::add);
      }
    }
    return all.stream();
  }

  private boolean isBuilt(String now) throws IOException {
    Optional<Path> jar = jar();
    if (Files.exists(begun) || jar.isEmpty()) { // the build failed, or there is none
      return false;
    }
    if (Files.exists(built) && Files.readString(built).strip().equals(now)) {
      return true;
    }
    for (Path source :
        sourceTree().toList()) { // is a build by Maven itself newer than its sources?
      if (Files.getLastModifiedTime(source).compareTo(Files.getLastModifiedTime(jar.get())) > 0) {
        return false;
      }
    }
    note(now);
    return true;
  }

  private Optional<Path> jar() throws IOException {
    Path libraries = kernel.resolve("lib");
    if (!Files.isDirectory(libraries)) {
      return Optional.empty();
    }
    try (Stream<Path> files = Files.list(libraries)) {
      return files
          .filter(file -> file.getFileName().toString().matches("entroscope-kernel-.*\\.jar"))
          .findFirst();
    }
  }

  /** Writes the checksum of the sources of this build, if the folder is writable. */
  private void note(String now) {
    try {
      Path part = built.resolveSibling("built.part");
      Files.writeString(part, now);
      Files.move(part, built, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      // the copy is read-only, so the next start compares the times of the files again
    }
  }

  // ---- building

  private void build() throws IOException {
    Path maven = maven();
    try (FileChannel channel = lockFile();
        FileLock alone = lock(channel)) { // the lock is released when the process ends
      String now = sources();
      if (isBuilt(now)) { // another start has built it meanwhile
        return;
      }
      Files.writeString(begun, "");
      err.println(
          "Building Entroscope (the first time Maven downloads its libraries, about 300 MB) ...");
      List<String> command = new ArrayList<>(List.of(maven.toString()));
      command.addAll(
          List.of("-B", "-q", "-DskipTests", "package", "-pl", "kernel-extension", "-am"));
      if (await(maven(command).inheritIO().start()) != 0) {
        throw new Refusal(
            "the build failed; the lines above say why. To repeat it: cd '%s' && mvn -DskipTests package"
                .formatted(project));
      }
      note(now);
      Files.deleteIfExists(begun);
    }
  }

  private FileChannel lockFile() {
    try {
      Files.createDirectories(kernel);
      return FileChannel.open(
          kernel.resolveSibling("kernel.lock"),
          StandardOpenOption.CREATE,
          StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw new Refusal(
          "Entroscope is not built, or its sources have changed, and %s is not writable."
              .formatted(project),
          "Build it once as a user with write permission (mvn -DskipTests package), or copy the project.");
    }
  }

  private FileLock lock(FileChannel channel) throws IOException {
    FileLock lock = channel.tryLock();
    if (lock == null) {
      err.println("Another start is building Entroscope; waiting for it ...");
      lock = channel.lock();
    }
    return lock;
  }

  private Path maven() throws IOException {
    Path maven =
        place
            .onPath("mvn")
            .orElseThrow(
                () ->
                    new Refusal(
                        "Maven 3.8 or newer is needed to build Entroscope, and there is no mvn on the PATH.",
                        "Install it (Debian: apt install maven; macOS: brew install maven; elsewhere:"
                            + " https://maven.apache.org)."));
    Process process =
        maven(List.of(maven.toString(), "-version")).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String about = new String(process.getInputStream().readAllBytes());
    if (await(process) != 0) {
      throw new Refusal("mvn cannot be started: " + about.strip());
    }
    Matcher version = MAVEN.matcher(about);
    boolean known = version.find();
    int major = known ? Integer.parseInt(version.group(1)) : 0;
    if (major < 3 || major == 3 && Integer.parseInt(version.group(2)) < 8) {
      throw new Refusal(
          "Maven 3.8 or newer is needed to build Entroscope; mvn on the PATH is %s."
              .formatted(known ? major + "." + version.group(2) : "of an unknown version"));
    }
    Matcher java = MAVENS_JAVA.matcher(about);
    if (!java.find() || Integer.parseInt(java.group(1)) < 17) {
      String its = about.contains("Java version: ") && java.reset().find() ? java.group(1) : "?";
      throw new Refusal("mvn runs on Java %s: set JAVA_HOME to a JDK 17 or newer.".formatted(its));
    }
    return maven;
  }

  /** Returns a Maven command that runs on our own Java. */
  private ProcessBuilder maven(List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command).directory(project.toFile());
    environment(builder).put("JAVA_HOME", place.java.getParent().getParent().toString());
    if (place.user.equals("?")) { // Maven reads the home folder from the system's list of users
      builder
          .environment()
          .merge("MAVEN_OPTS", "-Duser.home=" + place.home, (more, ours) -> more + " " + ours);
    }
    return builder;
  }

  // ---- starting

  private ProcessBuilder lab(String main, List<String> arguments) {
    List<String> command = new ArrayList<>(List.of(place.java.toString()));
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.add("-Dentroscope.notebooks=" + project.resolve("notebooks"));
    program(command, main);
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).directory(place.folder.toFile());
    environment(builder);
    return builder;
  }

  /** Returns the command of a sweep. It runs in the project, where {@code notebooks/results} is. */
  private ProcessBuilder sweep(List<String> arguments) {
    List<String> command = new ArrayList<>(List.of(place.java.toString()));
    command.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=warn");
    command.add("-Dentroscope.endsWithParent=true");
    program(command, "org.entroscope.paper.SweepMain");
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).directory(project.toFile());
    Map<String, String> environment = environment(builder);
    environment.put("OMP_WAIT_POLICY", "PASSIVE");
    environment.put("MALLOC_ARENA_MAX", "4");
    environment.put("MALLOC_MMAP_MAX_", "0");
    environment.put("MALLOC_TRIM_THRESHOLD_", "1000000000000");
    return builder;
  }

  private void program(List<String> command, String main) {
    command.add("-Duser.home=" + place.home);
    command.addAll(List.of("-cp", kernel.resolve("lib") + File.separator + "*", main));
  }

  private Map<String, String> environment(ProcessBuilder builder) {
    builder.environment().clear();
    builder.environment().putAll(place.environment);
    builder.environment().remove("ENTROSCOPE_CALLED_FROM");
    return builder.environment();
  }

  private static int start(ProcessBuilder builder) throws IOException {
    return await(builder.inheritIO().start());
  }

  /** Waits for a process. If this process is asked to end, so is that one. */
  private static int await(Process process) {
    Thread end =
        new Thread(
            () -> {
              process.destroy();
              try {
                process.waitFor(SECONDS_TO_TIDY_UP, TimeUnit.SECONDS);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    Runtime.getRuntime().addShutdownHook(end);
    while (true) {
      try {
        int status = process.waitFor();
        Runtime.getRuntime().removeShutdownHook(end);
        return status;
      } catch (InterruptedException e) {
        process.destroy(); // the loop waits for its end
      } catch (IllegalStateException e) { // this JVM is ending
        return process.exitValue();
      }
    }
  }
}
