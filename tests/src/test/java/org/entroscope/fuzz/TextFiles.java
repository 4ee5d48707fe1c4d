package org.entroscope.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.entroscope.corpus.Corpus;
import org.entroscope.corpus.Document;

/** Tables and archives of text. */
enum TextFiles implements Format {
  PARQUET {
    @Override
    public List<Map<String, byte[]>> seeds(Path scratch) throws Exception {
      List<Map<String, byte[]>> seeds = new ArrayList<>();
      for (CompressionCodecName codec :
          List.of(
              CompressionCodecName.UNCOMPRESSED,
              CompressionCodecName.SNAPPY,
              CompressionCodecName.GZIP,
              CompressionCodecName.ZSTD)) {
        Path file = scratch.resolve(codec + ".parquet");
        parquet(file, codec);
        seeds.add(Map.of("a.parquet", Files.readAllBytes(file)));
      }
      return seeds;
    }
  },
  JSON_LINES {
    @Override
    public List<Map<String, byte[]>> seeds(Path scratch) {
      return List.of(Map.of("a.jsonl", utf8(String.join("\n", rows()))));
    }
  },
  JSON_LINES_PACKED {
    @Override
    public List<Map<String, byte[]>> seeds(Path scratch) throws IOException {
      byte[] lines = utf8(String.join("\n", rows()));
      return List.of(
          Map.of("a.jsonl.gz", InputFolder.packed(lines)),
          Map.of("a.jsonl.gz" + PACKED_LATER, lines));
    }
  },
  JSON_ARRAY {
    @Override
    public List<Map<String, byte[]>> seeds(Path scratch) throws IOException {
      byte[] array = utf8("[" + String.join(",\n", rows()) + "]");
      return List.of(Map.of("a.json", array), Map.of("a.json.gz" + PACKED_LATER, array));
    }
  },
  ZIP {
    @Override
    public List<Map<String, byte[]>> seeds(Path scratch) throws IOException {
      return List.of(Map.of("a.zip", zip()), Map.of("a.jar", zip()));
    }

    @Override
    Corpus corpus(Path file) {
      return Corpus.of(file);
    }
  },
  TAR {
    @Override
    public List<Map<String, byte[]>> seeds(Path scratch) throws IOException {
      byte[] tar = tar();
      return List.of(
          Map.of("a.tar", tar),
          Map.of("a.tar.gz", InputFolder.packed(tar)),
          Map.of("a.tar.gz" + PACKED_LATER, tar),
          Map.of("a.tgz" + PACKED_LATER, tar));
    }

    @Override
    Corpus corpus(Path file) {
      return Corpus.of(file);
    }
  };

  Corpus corpus(Path file) {
    return Corpus.table("content", file);
  }

  @Override
  public String read(Path folder) throws Exception {
    Path file;
    try (Stream<Path> files = Files.list(folder)) {
      file = files.findFirst().orElseThrow();
    }
    Corpus corpus = corpus(file);
    try (Stream<Document> documents = corpus.documents()) {
      documents.forEach(document -> document.text().length());
    }
    corpus.leftOut();
    return null;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static List<String> rows() {
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      rows.add(
          "{\"id\": %d, \"content\": \"class A%d { \\u00fc \ud83d\ude00 }\\n\", \"more\": {\"content\": [null, 1.5e3]}}"
              .formatted(i, i));
    }
    return rows;
  }

  private static void parquet(Path file, CompressionCodecName codec) throws IOException {
    MessageType schema =
        MessageTypeParser.parseMessageType(
            "message row { required int64 id; optional binary content (UTF8); }");
    try (var writer =
        ExampleParquetWriter.builder(new LocalOutputFile(file))
            .withConf(new PlainParquetConfiguration())
            .withType(schema)
            .withCompressionCodec(codec)
            .withRowGroupSize(2048L)
            .withPageSize(512)
            .build()) {
      SimpleGroupFactory rows = new SimpleGroupFactory(schema);
      for (int i = 0; i < 100; i++) {
        writer.write(rows.newGroup().append("id", (long) i).append("content", "class A" + i % 7));
      }
    }
  }

  private static byte[] zip() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (int i = 0; i < 5; i++) {
        zip.putNextEntry(new ZipEntry("src/A" + i + ".java"));
        zip.write(utf8("class A" + i + " {}\n".repeat(40)));
      }
    }
    return bytes.toByteArray();
  }

  private static byte[] tar() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      for (String name : List.of("src/A.java", "src/" + "long/".repeat(40) + "B.java", "c.txt")) {
        byte[] content = utf8("class " + name + " {}\n".repeat(30));
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(content.length);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
      }
    }
    return bytes.toByteArray();
  }
}
