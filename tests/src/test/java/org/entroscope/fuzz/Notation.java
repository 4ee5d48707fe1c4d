package org.entroscope.fuzz;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.entroscope.architecture.Architecture;

/** The paper's notation. An accepted architecture must be read again from its printed form. */
final class Notation implements Format {

  private static final String FILE = "notation.txt";

  @Override
  public String name() {
    return "NOTATION";
  }

  @Override
  public List<Map<String, byte[]>> seeds(Path scratch) {
    return Stream.of(
            "SM + LN + G",
            "EReg(SM(t) + SN(QKV+FFN) + ScFuFFN)",
            "SM + QKN + LReLU(0.01) + bias(all)",
            "SM + WN(QK+FFN) + ScFFN + noLNf",
            "SM(t) + LN + R")
        .map(text -> Map.of(FILE, text.getBytes(StandardCharsets.UTF_8)))
        .toList();
  }

  @Override
  public String read(Path folder) throws Exception {
    String text = new String(Files.readAllBytes(folder.resolve(FILE)), StandardCharsets.UTF_8);
    Architecture read = Architecture.of(text);
    return Architecture.of(read.toString()).equals(read) ? null : "printed as another one: " + read;
  }
}
