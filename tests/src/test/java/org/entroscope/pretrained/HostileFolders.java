package org.entroscope.pretrained;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests of model folders that are damaged on purpose. They are refused immediately, with a message
 * and without allocating much memory.
 */
abstract class HostileFolders {

  /**
   * The limit on allocated bytes. It exceeds the needs of any refusal and is far below the claimed
   * sizes.
   */
  static final long MOST_ALLOCATED = 32_000_000;

  static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  /**
   * Returns the message of a refusal. Fails if nothing is refused or if the exception has no
   * message.
   */
  static String refusal(Runnable work) {
    try {
      work.run();
    } catch (UncheckedIOException e) {
      assertNotNull(e.getMessage());
      assertFalse(e.getMessage().isBlank());
      return e.getMessage();
    }
    throw new AssertionError("was accepted");
  }

  static void refuses(Path folder) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    assertTimeoutPreemptively(
        Duration.ofSeconds(10),
        () -> {
          long before = threads.getCurrentThreadAllocatedBytes();
          String said = refusal(() -> Pretrained.of(folder));
          long allocated = threads.getCurrentThreadAllocatedBytes() - before;
          assertTrue(allocated < MOST_ALLOCATED, allocated + " bytes allocated for: " + said);
        });
  }

  interface Change {
    void apply(Path folder) throws IOException;
  }

  DynamicTest test(String name, String model, Change change) {
    return DynamicTest.dynamicTest(
        name,
        () -> {
          Path copy = Files.createTempDirectory(folder, "model");
          try (var files = Files.list(PretrainedTest.RESOURCES.resolve(model))) {
            for (Path file : files.toList()) {
              Files.copy(file, copy.resolve(file.getFileName()));
            }
          }
          change.apply(copy);
          refuses(copy);
        });
  }

  static byte[] read(Path folder) throws IOException {
    return Files.readAllBytes(folder.resolve("model.safetensors"));
  }

  static void write(Path folder, byte[] content) throws IOException {
    Files.write(folder.resolve("model.safetensors"), content);
  }

  static byte[] with(String header, int dataBytes) {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(8 + json.length + dataBytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(json.length)
        .put(json)
        .array();
  }

  static ObjectNode header(byte[] file) throws IOException {
    int length = (int) ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong();
    return (ObjectNode) JSON.readTree(Arrays.copyOfRange(file, 8, 8 + length));
  }

  /** Returns the file with another header and the same data. */
  static byte[] withHeader(byte[] file, String header) {
    int length = (int) ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong();
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(file.length - length + json.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(json.length)
        .put(json)
        .put(file, 8 + length, file.length - 8 - length)
        .array();
  }
}
