package org.entroscope.corpus;

import io.airlift.compress.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.MessageTypeParser;

/**
 * The formats that a corpus can be read from. For tests that mutate files, each format has a small
 * sample and a method that reads arbitrary bytes as a file of this format. Reading uses little
 * memory, whatever sizes the bytes claim.
 */
public enum DataFormat {
  TEXT("a.txt"),
  TEXT_UTF_16("a.txt"),
  TEXT_GZIP("a.txt.gz"),
  JSON_LINES("a.jsonl"),
  JSON_LINES_UTF_16("a.jsonl"),
  JSON_LINES_GZIP("a.jsonl.gz"),
  JSON_LINES_ZSTD("a.jsonl.zst"),
  JSON_ARRAY("a.json"),
  JSON_IN_ZIP("a.zip"),
  JSON_IN_TAR("a.tar.gz"),
  ZIP("a.zip"),
  TAR("a.tar"),
  TAR_GZIP("a.tar.gz"),
  TAR_ZSTD("a.tar.zst"),
  PARQUET("a.parquet"),
  PARQUET_SNAPPY("a.parquet"),
  PARQUET_ZSTD("a.parquet");

  /** The column of the tables that contains the texts. */
  public static final String COLUMN = "text";

  private static final int ROWS = 30;

  private final String file;

  DataFormat(String file) {
    this.file = file;
  }

  /**
   * The outcome of reading some bytes.
   *
   * @param documents the number of documents that were read before the end or the refusal
   * @param characters the number of characters of these documents
   * @param refusal the message, or null if everything was read
   */
  public record Outcome(long documents, long characters, String refusal) {}

  private boolean isTable() {
    return name().startsWith("JSON") || name().startsWith("PARQUET");
  }

  /**
   * Reads bytes as a file of this format.
   *
   * @param folder the folder in which the file is written; an older file is replaced
   * @throws RuntimeException on any failure other than the documented refusals
   */
  public Outcome read(Path folder, byte[] bytes) throws IOException {
    Path path = Files.write(folder.resolve(file), bytes);
    long documents = 0;
    long characters = 0;
    try {
      Corpus corpus = isTable() ? Corpus.table(COLUMN, path) : Corpus.of(path);
      try (Stream<Document> all = corpus.documents()) {
        for (Iterator<Document> i = all.iterator(); i.hasNext(); ) {
          documents++;
          characters += i.next().text().length();
        }
      }
      return new Outcome(documents, characters, null);
    } catch (UncheckedIOException | IllegalArgumentException e) {
      return new Outcome(documents, characters, String.valueOf(e.getMessage()));
    }
  }

  /** Returns a small file of this format, which can be read completely. */
  public byte[] sample() throws IOException {
    if (name().startsWith("PARQUET")) {
      return parquet();
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = packed(bytes)) {
      if (file.contains(".tar")) {
        tar(out);
      } else if (file.endsWith(".zip")) {
        zip(out);
      } else {
        out.write(content(0));
      }
    }
    return bytes.toByteArray();
  }

  private OutputStream packed(OutputStream out) throws IOException {
    return file.endsWith(".gz")
        ? new GZIPOutputStream(out)
        : file.endsWith(".zst") ? new ZstdOutputStream(out) : out;
  }

  private byte[] content(int number) {
    StringBuilder text = new StringBuilder();
    boolean array = this == JSON_ARRAY || name().contains("_IN_") && number == 1;
    for (int i = 0; i < ROWS; i++) {
      String words = "row " + i * 7919 + " \u00fc\ud83d\ude00";
      String row = "{\"id\":" + i + ",\"x\":NaN,\"" + COLUMN + "\":\"" + words + "\",\"y\":[{}]}";
      text.append(array ? (i == 0 ? "[" : ",") : "").append(isTable() ? row : words).append('\n');
    }
    text.append(array ? "]" : "");
    Charset charset = name().endsWith("UTF_16") ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8;
    return text.toString().getBytes(charset);
  }

  private String entry(int number) {
    return "folder" + "x".repeat(60 * number) + "/" + number + (isTable() ? ".json" : ".txt");
  }

  private void zip(OutputStream out) throws IOException {
    ZipOutputStream zip = new ZipOutputStream(out);
    for (int i = 0; i < 3; i++) {
      zip.putNextEntry(new ZipEntry(entry(i)));
      zip.write(content(i));
    }
    zip.finish();
  }

  private void tar(OutputStream out) throws IOException {
    TarArchiveOutputStream tar = new TarArchiveOutputStream(out);
    for (int i = 0; i < 3; i++) {
      tar.setLongFileMode(
          i == 1 ? TarArchiveOutputStream.LONGFILE_GNU : TarArchiveOutputStream.LONGFILE_POSIX);
      TarArchiveEntry entry = new TarArchiveEntry(entry(i));
      entry.setSize(content(i).length);
      tar.putArchiveEntry(entry);
      tar.write(content(i));
      tar.closeArchiveEntry();
    }
    tar.finish();
  }

  private byte[] parquet() throws IOException {
    Path path = Files.createTempFile("sample", ".parquet");
    Files.delete(path);
    var schema =
        MessageTypeParser.parseMessageType(
            "message row { required int64 id; optional binary text (UTF8); }");
    CompressionCodecName codec =
        this == PARQUET
            ? CompressionCodecName.UNCOMPRESSED
            : this == PARQUET_ZSTD ? CompressionCodecName.ZSTD : CompressionCodecName.SNAPPY;
    try {
      try (ParquetWriter<Group> writer =
          ExampleParquetWriter.builder(new LocalOutputFile(path))
              .withConf(new PlainParquetConfiguration())
              .withType(schema)
              .withCompressionCodec(codec)
              .build()) {
        SimpleGroupFactory rows = new SimpleGroupFactory(schema);
        for (int i = 0; i < ROWS; i++) {
          Group row = rows.newGroup().append("id", (long) i);
          writer.write(i == 7 ? row : row.append(COLUMN, "row " + i % 5));
        }
      }
      return Files.readAllBytes(path);
    } finally {
      Files.deleteIfExists(path);
    }
  }
}
