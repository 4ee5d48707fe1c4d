package org.entroscope.privacy.mpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.entroscope.architecture.Architecture;
import org.entroscope.architecture.ModelShape;
import org.entroscope.privacy.ClientInput;
import org.entroscope.privacy.ModelWeights;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that a damaged file ends a party with one clear line that contains no secret. */
class PartyFilesTest {

  private static final ModelShape TINY = new ModelShape(1, 2, 4, 3, 8);

  @TempDir Path folder;
  private Path server;
  private Path client;

  @BeforeEach
  void write() throws IOException {
    ModelWeights weights = ModelWeights.random(Architecture.of("SM + LN + R"), TINY, 5);
    server = folder.resolve("weights.json");
    client = folder.resolve("input.json");
    weights.write(server);
    ClientInput.of(weights, 6, 0, 3).write(client);
  }

  private static void edit(Path file, String from, String to) throws IOException {
    String content = Files.readString(file);
    assertTrue(Pattern.compile(from).matcher(content).find(), file + " holds no " + from);
    Files.writeString(file, content.replaceFirst(from, to));
  }

  /** Runs a party that must fail before it listens or connects, and returns its message. */
  private static String failure(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    assertEquals(1, PartyProcess.run(arguments, new PrintStream(out), new PrintStream(err)));
    assertEquals("", out.toString(StandardCharsets.UTF_8));
    String said = err.toString(StandardCharsets.UTF_8);
    assertEquals(1, said.lines().count(), said);
    assertTrue(said.startsWith("error: ") && said.length() < 500, said);
    assertFalse(said.contains("null") || said.contains("Exception"), said);
    return said;
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '`',
      value = {
        "\"embeddings\":.* => \"embeddings\":null} => holds no client's input",
        "\"embeddings\":.* => \"embeddings\":[null]} => embedding 0 is not an array of numbers",
        "\"embeddings\":.* => \"embeddings\":[[null]]} => not a finite number at index 0",
        "\"embeddings\":.* => \"embeddings\":[]} => embeddings of 1 to 3 tokens are needed",
        "\"embeddings\":.* => \"embeddings\":{\"a\":1}} => embedding 0 is not an array of numbers",
        "\"embeddings\":\\[\\[ => \"embeddings\":[[1, => an embedding has 4 numbers, not 5",
        "\"embeddings\":\\[\\[[^,]* => \"embeddings\":[[1e999 => not a finite number at index 0",
        "\"embeddings\":\\[\\[[^,]* => \"embeddings\":[[tr0ub4dor => it is not JSON at line 1",
        "\"width\":4 => \"width\":null => a shape needs the whole number width",
        "\"width\":4 => \"width\":2000000000 => an embedding has 2000000000 numbers, not 4",
        "\"architecture\":\"[^\"]* => \"architecture\":\"SM + Q => cannot be used: ",
        "\"shape\":\\{ => \"shape\":[{ => it is not JSON",
        ".* => null => holds no client's input: it needs architecture",
        "^\\{ => + => it is not JSON",
      })
  void aDamagedClientFileIsExplained(String from, String to, String said) throws IOException {
    edit(client, from, to);
    String error = failure("client", "1", client.toString());
    assertTrue(error.startsWith("error: " + client) && error.contains(said), error);
    assertFalse(error.contains("tr0ub4dor"), "a secret in a message");
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '`',
      value = {
        "\"width\":4 => \"width\":2000000000 => a width of 2,000,000,000 is too large",
        "\"width\":4 => \"width\":20000 => with 60000 values; it has 12",
        "\"layers\":1 => \"layers\":2000000000 => the weights of 2,000,000,000 layers",
        "\"context\":3 => \"context\":2000000000 => with 8000000000 values; it has 12",
        "\"vocabulary\":8 => \"vocabulary\":2147483647 => with 8589934588 values; it has 32",
        "\"heads\":2 => \"heads\":0 => must be positive",
        "\"arrays\":.* => \"arrays\":null} => holds no model weights",
        "\"arrays\":.* => \"arrays\":[[1]]} => more than the 0 arrays",
        "\"arrays\":.* => \"arrays\":{\"norm.gain\":null}} => norm.gain is not an array of numbers",
        "(\"norm.gain\":\\[)[^,]* => $1\"tr0ub4dor\" => not a finite number at index 0",
        "(\"norm.gain\":\\[)[^,]* => $1NaN => it is not JSON at line 1",
      })
  void aDamagedServerFileIsExplained(String from, String to, String said) throws IOException {
    edit(server, from, to);
    String error = failure("server", "0", server.toString(), "3");
    assertTrue(error.startsWith("error: " + server) && error.contains(said), error);
    assertFalse(error.contains("tr0ub4dor"), "a secret in a message");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "4", "2000000000", "three", ""})
  void theNumberOfTokensIsOneOfTheModel(String tokens) {
    assertEquals(
        "error: the number of tokens must lie in 1 to 3, which '%s' does not".formatted(tokens),
        failure("server", "0", server.toString(), tokens).strip());
  }

  @Test
  void filesThatCannotBeReadAreNamed() {
    Path none = folder.resolve("none.json");
    assertEquals(
        "error: cannot read " + none + ": it does not exist",
        failure("client", "1", none.toString()).strip());
    assertEquals(
        "error: cannot read " + folder + ": Is a directory",
        failure("server", "0", folder.toString(), "3").strip());
  }
}
