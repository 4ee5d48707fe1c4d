package org.entroscope.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Tests that DJL's first use writes no red lines in kernels whose JVM does not have our options.
 */
class QuietEngineTest {

  private static List<String> linesOfDjl(boolean installed, String... options) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.addAll(1, List.of(options));
    command.addAll(List.of(QuietEngineChild.class.getName(), String.valueOf(installed)));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = output(process);
    assertEquals(0, process.waitFor(), said);
    return said.lines().filter(line -> line.contains("ai.djl")).toList();
  }

  private static String output(Process process) throws IOException {
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void theExtensionKeepsDjlQuiet() throws Exception {
    String usual = "-Dorg.slf4j.simpleLogger.log.ai=info"; // the tests' own settings are quieter
    assertTrue(linesOfDjl(false, usual).size() > 2, "DJL writes lines by itself");
    assertEquals(List.of(), linesOfDjl(true, usual));
  }

  @Test
  void aLevelThatTheUserChoseStays() throws Exception {
    String chosen = "-Dorg.slf4j.simpleLogger.defaultLogLevel=info";
    assertTrue(linesOfDjl(true, chosen).size() > 2);
  }
}
