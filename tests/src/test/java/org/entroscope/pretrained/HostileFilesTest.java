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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.entroscope.safetensors.SafetensorsFile;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Files that lie: each is refused with words, at once, and without the memory it claims. */
class HostileFilesTest {

  /** More than any refusal needs, far less than the claims. */
  private static final long MOST_ALLOCATED = 32_000_000;

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  /** What is said when something is refused; fails if it is not, or with a bare exception. */
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

  private static void refuses(Path folder) {
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

  private interface Change {
    void apply(Path folder) throws IOException;
  }

  private DynamicTest test(String name, String model, Change change) {
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

  private static byte[] read(Path folder) throws IOException {
    return Files.readAllBytes(folder.resolve("model.safetensors"));
  }

  private static void write(Path folder, byte[] content) throws IOException {
    Files.write(folder.resolve("model.safetensors"), content);
  }

  private static byte[] with(String header, int dataBytes) {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(8 + json.length + dataBytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(json.length)
        .put(json)
        .array();
  }

  private static ObjectNode header(byte[] file) throws IOException {
    int length = (int) ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong();
    return (ObjectNode) JSON.readTree(Arrays.copyOfRange(file, 8, 8 + length));
  }

  /** The file with another header over the same data. */
  private static byte[] withHeader(byte[] file, String header) {
    int length = (int) ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong();
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(file.length - length + json.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(json.length)
        .put(json)
        .put(file, 8 + length, file.length - 8 - length)
        .array();
  }

  @TestFactory
  List<DynamicTest> truncatedFiles() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    long size = Files.size(PretrainedTest.RESOURCES.resolve("gpt2/model.safetensors"));
    for (int i = 0; i < 40; i++) {
      int length = i < 12 ? i : (int) (size * (i - 11) / 29);
      int kept = Math.min(length, (int) size - 1);
      tests.add(test("cut to " + kept, "gpt2", f -> write(f, Arrays.copyOf(read(f), kept))));
    }
    return tests;
  }

  @TestFactory
  List<DynamicTest> headerLengthsThatLie() {
    List<DynamicTest> tests = new ArrayList<>();
    long[] claims = {
      0,
      1,
      2,
      7,
      100_000_001,
      1L << 31,
      (1L << 31) - 1,
      1L << 32,
      1L << 40,
      Long.MAX_VALUE,
      -1,
      Long.MIN_VALUE,
      Long.MAX_VALUE - 7,
      2_000_000_000L
    };
    for (long claim : claims) {
      tests.add(
          test(
              "a header of " + claim,
              "gpt2",
              f -> {
                byte[] file = read(f);
                ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putLong(claim);
                write(f, file);
              }));
    }
    return tests;
  }

  @TestFactory
  List<DynamicTest> headersThatAreNone() {
    List<DynamicTest> tests = new ArrayList<>();
    String[] headers = {
      "",
      "{",
      "}",
      "[]",
      "null",
      "7",
      "\"x\"",
      "{}{}",
      "{\"a\":",
      "{\"a\":1}",
      "{\"a\":[]}",
      "{\"a\":{}}",
      "{\"a\":null}",
      "\u0000\u0000",
      "{\"a\":{\"dtype\":\"F32\"}}",
      " {}",
      "{\"__metadata__\":7}",
      "{\"__metadata__\":{\"a\":{}}}",
      "{\"__metadata__\":[]}",
      "[".repeat(100_000),
      "{\"a\":".repeat(100_000),
      "{\"" + "a".repeat(100_000) + "\":1}",
      "{\"a\":" + "9".repeat(100_000) + "}",
      "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],"
          + "\"data_offsets\":[0,4]},\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}"
    };
    for (int i = 0; i < headers.length; i++) {
      String header = headers[i];
      tests.add(test("header " + i, "gpt2", f -> write(f, with(header, 4))));
    }
    return tests;
  }

  @TestFactory
  List<DynamicTest> tensorsThatLie() {
    List<DynamicTest> tests = new ArrayList<>();
    String[] tensors = {
      "'dtype':'F31','shape':[1],'data_offsets':[0,4]",
      "'dtype':7,'shape':[1],'data_offsets':[0,4]",
      "'dtype':null,'shape':[1],'data_offsets':[0,4]",
      "'dtype':'f32','shape':[1],'data_offsets':[0,4]",
      "'dtype':'F32','shape':1,'data_offsets':[0,4]",
      "'dtype':'F32','shape':[1.0],'data_offsets':[0,4]",
      "'dtype':'F32','shape':['1'],'data_offsets':[0,4]",
      "'dtype':'F32','shape':[-1],'data_offsets':[0,4]",
      "'dtype':'F32','shape':[-1,-1],'data_offsets':[0,4]",
      "'dtype':'F32','shape':[2],'data_offsets':[0,4]",
      "'dtype':'F32','shape':[0],'data_offsets':[0,4]",
      "'dtype':'F32','shape':[9223372036854775807],'data_offsets':[0,4]",
      "'dtype':'F32','shape':[9223372036854775808],'data_offsets':[0,4]",
      "'dtype':'F32','shape':[4294967296,4294967296],'data_offsets':[0,4]",
      "'dtype':'F32','shape':[2147483648,2147483648,4],'data_offsets':[0,4]",
      "'dtype':'F32','shape':[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1],'data_offsets':[0,4]",
      "'dtype':'F32','shape':[1],'data_offsets':[4,0]",
      "'dtype':'F32','shape':[1],'data_offsets':[-4,0]",
      "'dtype':'F32','shape':[1],'data_offsets':[0]",
      "'dtype':'F32','shape':[1],'data_offsets':[0,4,8]",
      "'dtype':'F32','shape':[1],'data_offsets':{'0':4}",
      "'dtype':'F32','shape':[1],'data_offsets':[0,8]",
      "'dtype':'F32','shape':[1],'data_offsets':[1,5]",
      "'dtype':'F32','shape':[1],'data_offsets':[0.0,4.0]",
      "'dtype':'F32','shape':[1],'data_offsets':['0','4']",
      "'dtype':'F32','shape':[536870912],'data_offsets':[0,2147483648]",
      "'dtype':'F32','shape':[1],'data_offsets':[9223372036854775800,9223372036854775804]",
      "'dtype':'F32','shape':[1],'data_offsets':[18446744073709551612,18446744073709551616]",
      "'dtype':'F16','shape':[1],'data_offsets':[0,4]",
      "'dtype':'F32','shape':[1],'data_offsets':[0,4],'more':1",
      "'dtype':'F32','shape':[1]",
      "'shape':[1],'data_offsets':[0,4]"
    };
    for (String tensor : tensors) {
      String header = ("{'a':{" + tensor + "}}").replace('\'', '"');
      tests.add(test(tensor, "gpt2", f -> write(f, with(header, 4))));
    }
    return tests;
  }

  /** Moves, stretches, renames and retypes one tensor after another of a good file. */
  @TestFactory
  List<DynamicTest> goodFilesWithOneTensorChanged() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    byte[] good = read(PretrainedTest.RESOURCES.resolve("gpt2"));
    List<String> names = new ArrayList<>();
    header(good).fieldNames().forEachRemaining(names::add);
    names.remove("__metadata__");
    names.removeIf(name -> name.endsWith(".attn.bias")); // a mask may be anything
    int i = 0;
    for (String name : names) {
      ObjectNode header = header(good);
      ObjectNode tensor = (ObjectNode) header.get(name);
      long begin = tensor.path("data_offsets").get(0).asLong();
      long end = tensor.path("data_offsets").get(1).asLong();
      switch (i++ % 5) {
        case 0 -> tensor.putArray("data_offsets").add(begin + 4).add(end + 4);
        case 1 -> tensor.putArray("data_offsets").add(Math.max(0, begin - 4)).add(end - 4);
        case 2 -> header.set(name + "/../x", header.remove(name));
        case 3 -> tensor.put("dtype", "I32");
        default -> tensor.putArray("shape").add((end - begin) / 4).add(1);
      }
      String changed = header.toString();
      tests.add(test("changed " + name, "gpt2", f -> write(f, withHeader(read(f), changed))));
    }
    return tests;
  }

  @TestFactory
  List<DynamicTest> bytesOfTheHeaderAtRandom() {
    List<DynamicTest> tests = new ArrayList<>();
    Random random = new Random(5);
    for (int i = 0; i < 60; i++) {
      long seed = random.nextLong();
      tests.add(
          test(
              "random bytes " + i,
              "gpt2",
              f -> {
                Random bytes = new Random(seed);
                byte[] file = read(f);
                for (int n = 0; n < 40; n++) {
                  file[8 + bytes.nextInt(2000)] = (byte) bytes.nextInt();
                }
                write(f, file);
              }));
    }
    return tests;
  }

  @TestFactory
  List<DynamicTest> indexesThatLie() {
    List<DynamicTest> tests = new ArrayList<>();
    String[] places = {
      "../secret.safetensors",
      "..",
      "/etc/passwd",
      "a/b.safetensors",
      "..\\x.safetensors",
      "C:x.safetensors",
      "",
      ".hidden.safetensors",
      "model.bin",
      "missing.safetensors",
      "x..safetensors/../y.safetensors",
      "config.json",
      "model\u0000.safetensors",
      "~/x.safetensors",
      "file:///etc/passwd",
      "http://localhost/x.safetensors",
      "%2e%2e.safetensors"
    };
    for (String place : places) {
      tests.add(
          test(
              "a shard at " + place.replace("\u0000", "NUL"),
              "neox",
              f -> {
                Path file = f.resolve("model.safetensors.index.json");
                ObjectNode index = (ObjectNode) JSON.readTree(file.toFile());
                ((ObjectNode) index.get("weight_map")).put("embed_out.weight", place);
                Files.writeString(file, index.toString());
              }));
    }
    for (String index :
        new String[] {
          "",
          "[]",
          "{}",
          "{\"weight_map\":[]}",
          "{\"weight_map\":{}}",
          "{\"weight_map\":{\"a\":7}}",
          "{\"weight_map\":{\"a\":null}}",
          "{".repeat(50_000)
        }) {
      tests.add(
          test(
              "index " + (index.length() > 40 ? "deep" : index),
              "neox",
              f -> Files.writeString(f.resolve("model.safetensors.index.json"), index)));
    }
    tests.add(
        test(
            "an index that puts a tensor into the wrong file",
            "neox",
            f -> {
              Path file = f.resolve("model.safetensors.index.json");
              String text = Files.readString(file);
              Files.writeString(file, text.replace("00001-of", "00002-of"));
            }));
    tests.add(
        test(
            "a folder for a shard",
            "neox",
            f -> {
              Path shard = f.resolve("model-00001-of-00002.safetensors");
              Files.delete(shard);
              Files.createDirectory(shard);
            }));
    return tests;
  }

  @TestFactory
  List<DynamicTest> configurationsThatLie() {
    List<DynamicTest> tests = new ArrayList<>();
    String[] keys = {"n_embd", "n_head", "n_layer", "n_positions", "vocab_size"};
    String[] values = {
      "0", "-1", "2147483647", "9999999999999", "1e9", "\"8\"", "null", "[]", "8.5", "131072"
    };
    for (String key : keys) {
      for (String value : values) {
        tests.add(
            test(
                key + " of " + value,
                "gpt2",
                f -> {
                  Path file = f.resolve("config.json");
                  ObjectNode config = (ObjectNode) JSON.readTree(file.toFile());
                  config.set(key, JSON.readTree(value));
                  Files.writeString(file, config.toString());
                }));
      }
    }
    for (String text :
        new String[] {
          "",
          "null",
          "[]",
          "{",
          "{}",
          "{\"model_type\":7}",
          "{\"model_type\":\"entroscope\",\"layers\":9999,\"heads\":1,\"width\":131072,"
              + "\"context\":16777216,\"vocabulary\":1,\"architecture\":\"SM\"}",
          "{\"model_type\":\"entroscope\",\"layers\":1,\"heads\":1,\"width\":1,\"context\":2,"
              + "\"vocabulary\":1,\"architecture\":\"__import__\"}",
          "[".repeat(60_000)
        }) {
      tests.add(
          test(
              "config " + (text.length() > 60 ? text.substring(0, 60) : text),
              "gpt2",
              f -> Files.writeString(f.resolve("config.json"), text)));
    }
    return tests;
  }

  /** A file may be huge and hollow: its header must still fit it. */
  @Test
  void aSparseFileOfTwoGigabytesThatIsAllHeader() throws IOException {
    Path file = folder.resolve("sparse.safetensors");
    try (var raf = new java.io.RandomAccessFile(file.toFile(), "rw")) {
      raf.write(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(2L << 30).array());
      raf.setLength((2L << 30) + 8);
    }
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    String said =
        refusal(
            () -> {
              try {
                SafetensorsFile.open(file).close();
              } catch (IOException e) {
                throw new UncheckedIOException(e.getMessage(), e);
              }
            });
    assertTrue(said.contains("more than the 100,000,000 that the format allows"), said);
    assertTrue(threads.getCurrentThreadAllocatedBytes() - before < MOST_ALLOCATED);
  }
}
