package org.entroscope.corpus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.entroscope.architecture.ModelShape;
import org.entroscope.runs.TrainingPlan;
import org.entroscope.training.Experiment;
import org.entroscope.training.Run;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Trains on a corpus that is far larger than the heap, in a separate process with 512 MB. The
 * system property {@code entroscope.corpus.megabytes} sets the size of the text in megabytes. The
 * default is 100, and the measurement uses 2048.
 */
@Tag("slow")
class LargeCorpusIT {

  private static final long MEGABYTES = Long.getLong("entroscope.corpus.megabytes", 100);
  private static final String HEAP = "-Xmx512m";

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"large.json.gz", "large.parquet"})
  void itTrainsInASmallHeap(String name) throws Exception {
    Path file = folder.resolve(name);
    if (name.endsWith("gz")) {
      writeJson(file);
    } else {
      writeParquet(file);
    }
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(HEAP, "-Dentroscope.home=" + folder));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(LargeCorpusIT.class.getName(), file.toString()));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String said = new String(process.getInputStream().readAllBytes());
    assertEquals(0, process.waitFor(), said);
    System.out.println(name + ", " + MEGABYTES + " MB: " + said.strip());
    assertTrue(said.contains("trained"), said);
  }

  /** Runs in the process with the small heap. */
  public static void main(String[] arguments) {
    Corpus corpus = Corpus.table("content", Path.of(arguments[0]));
    TrainingPlan plan =
        TrainingPlan.laptop()
            .with(
                p -> {
                  p.steps = 50;
                  p.evaluationExamples = 64;
                });
    Run run =
        Experiment.of("SM + R")
            .on(corpus)
            .shape(new ModelShape(2, 2, 32, 64, ModelShape.BYTES))
            .plan(plan)
            .quietly()
            .train();
    long peak = 0;
    for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
      peak += pool.getType() == MemoryType.HEAP ? pool.getPeakUsage().getUsed() : 0;
    }
    System.out.printf(
        "trained on %,d bytes in %,d rows to a loss of %.3f; peak heap %,d MB%n",
        corpus.bytes(), corpus.files(), run.evaluationLoss(), peak >> 20);
  }

  /** Receives rows of a few kilobytes each until the text is large enough. */
  private interface Rows {
    void add(String text) throws IOException;
  }

  private static void generate(Rows rows) throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    StringBuilder text = new StringBuilder();
    for (long bytes = 0; bytes < MEGABYTES << 20; bytes += text.length()) {
      text.setLength(0);
      int lines = 50 + random.nextInt(200);
      for (int i = 0; i < lines; i++) {
        text.append("    int v").append(random.nextInt(1000)).append(" = call(");
        text.append(random.nextInt(1000)).append(");\n");
      }
      rows.add(text.toString());
    }
  }

  private static void writeJson(Path file) throws IOException {
    OutputStream fast =
        new GZIPOutputStream(Files.newOutputStream(file), 1 << 16) {
          {
            def.setLevel(Deflater.BEST_SPEED);
          }
        };
    try (var out = new BufferedWriter(new OutputStreamWriter(fast, StandardCharsets.UTF_8))) {
      generate(
          text ->
              out.write("{\"path\":\"x\",\"content\":\"" + text.replace("\n", "\\n") + "\"}\n"));
    }
  }

  private static void writeParquet(Path file) throws IOException {
    MessageType schema =
        MessageTypeParser.parseMessageType("message row { required binary content (UTF8); }");
    SimpleGroupFactory groups = new SimpleGroupFactory(schema);
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new LocalOutputFile(file))
            .withConf(new PlainParquetConfiguration())
            .withType(schema)
            .withDictionaryEncoding(false)
            .withCompressionCodec(CompressionCodecName.SNAPPY)
            .withRowGroupSize(16L << 20)
            .build()) {
      generate(text -> writer.write(groups.newGroup().append("content", text)));
    }
  }
}
