package org.entroscope.pretrained;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.entroscope.safetensors.SafetensorsFile;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Tests tensor files with false contents. */
class HostileTensorsTest extends HostileFolders {

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

  /** Each test moves, stretches, renames or retypes one tensor of a valid file. */
  @TestFactory
  List<DynamicTest> goodFilesWithOneTensorChanged() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    byte[] good = read(PretrainedTest.RESOURCES.resolve("gpt2"));
    List<String> names = new ArrayList<>();
    header(good).fieldNames().forEachRemaining(names::add);
    names.remove("__metadata__");
    names.removeIf(name -> name.endsWith(".attn.bias")); // the values of a mask do not matter
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

  /** A sparse file may be very large, but the size of its header is still limited. */
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
