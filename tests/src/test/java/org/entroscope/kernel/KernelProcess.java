package org.entroscope.kernel;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;

/**
 * Our kernel in a separate process, started as kernel.json says, and a client for it that can also
 * send messages that Jupyter never sends. This class is not thread-safe.
 */
public final class KernelProcess implements AutoCloseable {

  /** The ports of a kernel. */
  public enum Port {
    SHELL("shell_port", SocketType.DEALER),
    CONTROL("control_port", SocketType.DEALER),
    STDIN("stdin_port", SocketType.DEALER),
    IOPUB("iopub_port", SocketType.SUB),
    HEARTBEAT("hb_port", SocketType.REQ);

    private final String key;
    private final SocketType type;

    Port(String key, SocketType type) {
      this.key = key;
      this.type = type;
    }
  }

  /**
   * The result of a cell.
   *
   * @param reply the content of the reply
   * @param text the text that the cell wrote
   * @param result the text form of its value, or null
   */
  public record Answer(JsonObject reply, String text, String result) {

    /** Returns the status: ok, error or aborted. */
    public String status() {
      return reply.get("status").getAsString();
    }

    /** Returns the name of the error and its message. */
    public String error() {
      return reply.get("ename").getAsString() + ": " + reply.get("evalue").getAsString();
    }
  }

  private static final String KEY = "a-key-of-the-test";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final ZMQ.Context context = ZMQ.context(1);
  private final Map<Port, Integer> ports = new EnumMap<>(Port.class);
  private final Map<Port, ZMQ.Socket> sockets = new EnumMap<>(Port.class);
  private final byte[] identity = UUID.randomUUID().toString().getBytes(StandardCharsets.US_ASCII);
  private final MessageFrames messages = new MessageFrames(KEY);
  private final Path folder;
  private final Process process;

  private KernelProcess(String classPath, List<String> jvmOptions, Map<String, String> variables)
      throws Exception {
    folder = Files.createTempDirectory("kernel-process");
    JsonObject connection = new JsonObject();
    List<ServerSocket> reserved = new ArrayList<>();
    for (Port port : Port.values()) {
      ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
      reserved.add(free);
      ports.put(port, free.getLocalPort());
      connection.addProperty(port.key, free.getLocalPort());
    }
    for (ServerSocket each : reserved) {
      each.close();
    }
    connection.addProperty("ip", "127.0.0.1");
    connection.addProperty("transport", "tcp");
    connection.addProperty("signature_scheme", "hmac-sha256");
    connection.addProperty("key", KEY);
    Path file = Files.writeString(folder.resolve("connection.json"), connection.toString());
    ProcessBuilder builder = new ProcessBuilder(command(file, classPath, jvmOptions));
    builder.environment().putAll(variables);
    builder.redirectErrorStream(true).redirectOutput(folder.resolve("log").toFile());
    process = builder.start();
    for (Port port : Port.values()) {
      sockets.put(port, connect(port, identity));
    }
    sockets.get(Port.IOPUB).subscribe(new byte[0]);
  }

  /** Starts a kernel and waits until it has run a first cell. */
  public static KernelProcess start(String... jvmOptions) throws Exception {
    return startFrom(System.getProperty("java.class.path"), jvmOptions);
  }

  /** Starts a kernel with other jars than those of the tests. */
  public static KernelProcess startFrom(String classPath, String... jvmOptions) throws Exception {
    return started(new KernelProcess(classPath, List.of(jvmOptions), Map.of()));
  }

  /** Starts a kernel with additional environment variables. */
  public static KernelProcess startWith(Map<String, String> variables) throws Exception {
    return started(new KernelProcess(System.getProperty("java.class.path"), List.of(), variables));
  }

  private static KernelProcess started(KernelProcess kernel) {
    kernel.execute("1 + 1", Duration.ofMinutes(2));
    return kernel;
  }

  private static List<String> command(
      Path connectionFile, String classPath, List<String> jvmOptions) {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    String json = KernelSpec.json("", Optional.empty(), java, Path.of("libraries"), Map.of());
    List<String> command = new ArrayList<>();
    for (JsonElement word : JsonParser.parseString(json).getAsJsonObject().getAsJsonArray("argv")) {
      command.add(word.getAsString().replace("{connection_file}", connectionFile.toString()));
    }
    command.addAll(1, jvmOptions);
    command.set(command.indexOf("-cp") + 1, classPath);
    return command;
  }

  /** Opens a new connection to a port, for a client that does not have the key. */
  public ZMQ.Socket stranger(Port port) {
    return connect(port, UUID.randomUUID().toString().getBytes(StandardCharsets.US_ASCII));
  }

  private ZMQ.Socket connect(Port port, byte[] name) {
    ZMQ.Socket socket = context.socket(port.type);
    socket.setLinger(1000);
    socket.setReceiveTimeOut(100);
    if (port.type == SocketType.DEALER) {
      socket.setIdentity(name);
    }
    socket.connect("tcp://127.0.0.1:" + port(port));
    return socket;
  }

  /** Returns the number of a port. */
  public int port(Port port) {
    return ports.get(port);
  }

  /** Returns an object that makes messages with this kernel's key. */
  public MessageFrames messages() {
    return messages;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Sends frames without changing them. */
  public void send(Port port, List<byte[]> frames) {
    send(sockets.get(port), frames);
  }

  /** Sends frames without changing them. */
  public static void send(ZMQ.Socket socket, List<byte[]> frames) {
    for (int i = 0; i < frames.size(); i++) {
      socket.send(frames.get(i), i + 1 < frames.size() ? ZMQ.SNDMORE : 0);
    }
  }

  /** Sends a request and returns the content of its reply. */
  public JsonObject request(Port port, String type, JsonObject content) {
    String id = UUID.randomUUID().toString();
    send(port, messages.frames(id, type, content));
    return awaitReply(port, id, PATIENCE);
  }

  /** Starts a cell and returns the id of the request. {@link #answer} waits for the cell. */
  public String begin(String code) {
    JsonObject content = new JsonObject();
    content.addProperty("code", code);
    content.addProperty("silent", false);
    content.addProperty("store_history", true);
    content.addProperty("allow_stdin", true);
    content.addProperty("stop_on_error", false);
    content.add("user_expressions", new JsonObject());
    String id = UUID.randomUUID().toString();
    send(Port.SHELL, messages.frames(id, "execute_request", content));
    return id;
  }

  /** Runs a cell. */
  public Answer execute(String code) {
    return execute(code, PATIENCE);
  }

  /** Runs a cell that may take longer than usual. */
  public Answer execute(String code, Duration patience) {
    return answer(begin(code), patience);
  }

  /** Waits for a cell and returns its result. */
  public Answer answer(String id, Duration patience) {
    JsonObject reply = awaitReply(Port.SHELL, id, patience);
    StringBuilder text = new StringBuilder();
    String result = null;
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < end) {
      List<JsonObject> message = read(Port.IOPUB);
      if (message == null || !isAbout(message, id)) {
        continue;
      }
      JsonObject content = message.get(3);
      switch (message.get(0).get("msg_type").getAsString()) {
        case "stream" -> text.append(content.get("text").getAsString());
        case "execute_result" ->
            result = content.getAsJsonObject("data").get("text/plain").getAsString();
        case "status" -> {
          if (content.get("execution_state").getAsString().equals("idle")) {
            return new Answer(reply, text.toString(), result);
          }
        }
        default -> {}
      }
    }
    throw new AssertionError("the cell's end was not told\n" + log());
  }

  private JsonObject awaitReply(Port port, String id, Duration patience) {
    long end = System.nanoTime() + patience.toNanos();
    while (System.nanoTime() < end) {
      List<JsonObject> message = read(port);
      if (message != null && isAbout(message, id)) {
        return message.get(3);
      }
      if (!process.isAlive()) {
        throw new AssertionError("the kernel ended with " + process.exitValue() + "\n" + log());
      }
    }
    throw new AssertionError("no reply within " + patience + "\n" + log());
  }

  private static boolean isAbout(List<JsonObject> message, String id) {
    JsonElement parent = message.get(1).get("msg_id");
    return parent != null && parent.getAsString().equals(id);
  }

  /**
   * Returns the header, parent header, metadata and content of the next message, or null if there
   * is none.
   */
  public List<JsonObject> read(Port port) {
    List<byte[]> frames = Frames.read(sockets.get(port));
    for (int i = 0; i < frames.size(); i++) {
      if (new String(frames.get(i), StandardCharsets.US_ASCII).equals("<IDS|MSG>")) {
        return frames.subList(i + 2, i + 6).stream()
            .map(part -> new String(part, StandardCharsets.UTF_8))
            .map(part -> JsonParser.parseString(part).getAsJsonObject())
            .toList();
      }
    }
    return null;
  }

  /** Interrupts the running cell, like Jupyter's interrupt button, and waits for the reply. */
  public void interrupt() {
    request(Port.CONTROL, "interrupt_request", new JsonObject());
  }

  /** Returns whether the heartbeat answers. */
  public boolean beats() {
    // JeroMQ's clients sometimes send the first message only when they are closed, so ask again
    for (int attempt = 0; attempt < 5; attempt++) {
      ZMQ.Socket socket = stranger(Port.HEARTBEAT);
      try {
        socket.setReceiveTimeOut(3000);
        socket.send("ping");
        if ("ping".equals(socket.recvStr())) {
          return true;
        }
      } finally {
        socket.close();
      }
    }
    return false;
  }

  /** Returns the process that Jupyter would see. */
  public ProcessHandle handle() {
    return process.toHandle();
  }

  /** Returns whether the process is running. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** Waits for the end of the process and returns its exit code. */
  public int exitCode() throws InterruptedException {
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("the kernel did not end\n" + log());
    }
    return process.exitValue();
  }

  /** Returns the text that the kernel wrote to its terminal. */
  public String log() {
    try {
      return Files.readString(folder.resolve("log"));
    } catch (IOException e) {
      return e.toString();
    }
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    sockets.values().forEach(ZMQ.Socket::close);
    context.close();
    Files.deleteIfExists(folder.resolve("log"));
    Files.deleteIfExists(folder.resolve("connection.json"));
    Files.deleteIfExists(folder);
  }
}
