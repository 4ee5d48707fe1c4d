package org.entroscope.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.entroscope.hub.OptionalPart;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests optional libraries in the real kernel. The error message shows the line that adds them. */
@Tag("slow")
class OptionalPartsIT {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  private final List<String> cells = new ArrayList<>();
  private final List<Boolean> failing = new ArrayList<>();

  private void cell(String source) {
    cells.add(source);
    failing.add(false);
  }

  private void failingCell(String source) {
    cells.add(source);
    failing.add(true);
  }

  private static String line(OptionalPart part) {
    return "%maven " + String.join(" ", part.coordinates());
  }

  /** Runs the notebook and returns the output of each cell. */
  private List<String> run() throws Exception {
    Path notebook = NotebookFile.write(folder.resolve("parts.ipynb"), cells.toArray(String[]::new));
    JsonNode written = JSON.readTree(notebook.toFile());
    for (int i = 0; i < cells.size(); i++) {
      if (failing.get(i)) {
        ((ArrayNode) written.at("/cells/" + i + "/metadata").withArray("tags"))
            .add("raises-exception");
      }
    }
    JSON.writeValue(notebook.toFile(), written);
    LabCommand.Ended ended = LabCommand.run(folder, "--run", "parts", "--folder", ".");
    assertEquals(0, ended.status(), ended.said());
    JsonNode executed = JSON.readTree(folder.resolve("out/parts.ipynb").toFile());
    List<String> texts = new ArrayList<>();
    for (JsonNode each : executed.get("cells")) {
      StringBuilder text = new StringBuilder();
      for (JsonNode output : each.get("outputs")) {
        text.append(output.path("ename").asText(""));
        for (String form : new String[] {"/text", "/data/text~1plain", "/traceback"}) {
          JsonNode words = output.at(form);
          words.forEach(word -> text.append(word.asText()).append('\n'));
          text.append(words.asText(""));
        }
      }
      texts.add(text.toString());
    }
    return texts;
  }

  private void parquetFile() throws IOException {
    try (InputStream in = OptionalPart.class.getResourceAsStream("plain.parquet")) {
      Files.copy(in, folder.resolve("plain.parquet"));
    }
  }

  @Test
  void parquetIsReadAfterTheLineOfTheMessage() throws Exception {
    parquetFile();
    failingCell("Corpus.table(\"text\", Path.of(\"plain.parquet\"))");
    cell(line(OptionalPart.PARQUET));
    cell("Corpus.table(\"text\", Path.of(\"plain.parquet\"))");
    cell("%maven org.apache.commons:commons-configuration2:2.10.1");
    cell("new org.apache.commons.configuration2.PropertiesConfiguration()");
    cell("%maven com.fasterxml.jackson.core:jackson-databind:2.17.0");
    List<String> gave = run();
    assertTrue(gave.get(0).startsWith("UncheckedIOException"), gave.get(0));
    assertTrue(gave.get(0).contains("this file needs Parquet, which"), gave.get(0));
    assertTrue(gave.get(0).contains(": " + line(OptionalPart.PARQUET)), gave.get(0));
    assertTrue(gave.get(1).contains("parquet-hadoop-"), gave.get(1));
    assertTrue(gave.get(2).startsWith("Corpus plain.parquet: 4 files"), gave.get(2));
    assertTrue(gave.get(3).contains("commons-text-1.11.0.jar"), gave.get(3));
    assertTrue(gave.get(4).contains("PropertiesConfiguration@"), gave.get(4));
    assertTrue(gave.get(5).contains("(not 2.17.0)"), gave.get(5));
    assertFalse(gave.get(5).contains("jackson-databind-2.17.0.jar"), gave.get(5));
  }

  @Test
  void sparkTrainsAfterTheLineOfTheMessage() throws Exception {
    failingCell("import org.apache.spark.sql.SparkSession;");
    failingCell("Sweep.load(\"hdfs://127.0.0.1:9/sweep\")");
    cell(line(OptionalPart.SPARK));
    cell(
        """
        import java.util.stream.*;
        import org.apache.spark.sql.SparkSession;
        var spark = SparkSession.builder().master("local[1]")
            .config("spark.ui.enabled", "false").config("spark.driver.host", "127.0.0.1").getOrCreate();
        spark.range(10).count()\
        """);
    cell(
        """
        var plan = TrainingPlan.laptop().with(p -> {
          p.steps = 2; p.batchSize = 2; p.entropyInterval = 1; p.evaluationInterval = 2; p.evaluationExamples = 2;
        });
        var text = IntStream.range(0, 3000).mapToObj(i -> i * i + " is " + i + " * " + i)
            .collect(Collectors.joining("\\n"));
        var result = Sweep.of("SM").on(Corpus.of(text))
            .shape(new ModelShape(1, 1, 8, 8, 256)).plan(plan)
            .into(Path.of("sweep").toAbsolutePath().toString()).run(Sweep.spark(spark));
        result.entries().stream().map(e -> e.status().toString()).toList()\
        """);
    List<String> gave = run();
    assertTrue(gave.get(0).contains("package org.apache.spark.sql does not exist"), gave.get(0));
    assertTrue(gave.get(0).contains(": " + line(OptionalPart.SPARK)), gave.get(0));
    assertTrue(gave.get(1).contains(": " + line(OptionalPart.HADOOP)), gave.get(1));
    assertTrue(gave.get(3).contains("10"), gave.get(3));
    assertTrue(gave.get(4).contains("[UNIGRAM]"), gave.get(4));
  }
}
