package org.entroscope.corpus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.Util;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests Parquet files whose footer contains false statements or features that cannot be read. */
class ParquetClaimsTest {

  @TempDir Path folder;

  private Path written(String field) throws IOException {
    MessageType schema = MessageTypeParser.parseMessageType("message row { " + field + "; }");
    Path file = folder.resolve("a.parquet");
    Files.deleteIfExists(file);
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new LocalOutputFile(file))
            .withConf(new PlainParquetConfiguration())
            .withType(schema)
            .withCompressionCodec(CompressionCodecName.GZIP)
            .build()) {
      SimpleGroupFactory rows = new SimpleGroupFactory(schema);
      for (String text : List.of("one", "two")) {
        Group row = rows.newGroup();
        row.add("content", text);
        writer.write(row);
      }
    }
    return file;
  }

  /** Replaces the footer of a file. */
  private static void changed(Path file, Consumer<FileMetaData> change) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    ByteBuffer end = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int length = end.getInt(bytes.length - 8);
    int start = bytes.length - 8 - length;
    FileMetaData footer = Util.readFileMetaData(new ByteArrayInputStream(bytes, start, length));
    change.accept(footer);
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.write(bytes, 0, start);
    Util.writeFileMetaData(footer, all);
    int size = all.size() - start;
    all.write(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(size).array());
    all.write("PAR1".getBytes(StandardCharsets.US_ASCII));
    Files.write(file, all.toByteArray());
  }

  private static String refusal(Path file) {
    String said =
        assertThrows(UncheckedIOException.class, () -> Corpus.table("content", file).bytes())
            .getMessage();
    assertTrue(said.startsWith("cannot read a.parquet: ") && said.length() < 500, said);
    return said;
  }

  @ParameterizedTest
  @CsvSource({"BROTLI, Brotli", "LZO, LZO"})
  void whatIsCompressedInAWayThatIsNotReadIsNamed(CompressionCodec codec, String name)
      throws IOException {
    Path file = written("optional binary content (UTF8)");
    changed(file, f -> f.row_groups.forEach(g -> g.columns.get(0).meta_data.setCodec(codec)));
    assertEquals(
        "cannot read a.parquet: it is compressed with "
            + name
            + ", which is not supported; write it with Zstandard, Snappy or gzip",
        refusal(file));
  }

  @ParameterizedTest
  @CsvSource({"4, 2000000000", "2000000000, 10", "4, -1", "-7, 10"})
  void bytesOutsideOfTheFileAreNotAskedFor(long start, long size) throws IOException {
    Path file = written("optional binary content (UTF8)");
    changed(
        file,
        f ->
            f.row_groups.forEach(
                g -> {
                  var column = g.columns.get(0).meta_data;
                  column.setData_page_offset(start);
                  column.unsetDictionary_page_offset();
                  column.setTotal_compressed_size(size);
                }));
    assertTrue(refusal(file).contains("it is damaged: it claims "));
  }

  @Test
  void aRowGroupBeyondTheHeapIsRefused() throws IOException {
    Path file = written("optional binary content (UTF8)");
    try (var reader =
        org.apache.parquet.hadoop.ParquetFileReader.open(
            new org.apache.parquet.io.LocalInputFile(file))) {
      String said =
          assertThrows(
                  IOException.class,
                  () -> ParquetClaims.check(reader.getFooter(), "content", Files.size(file), 10))
              .getMessage();
      assertTrue(said.contains("needs more memory; start Java with a larger -Xmx"), said);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "repeated binary content (UTF8) | repeated binary content (STRING)",
        "required binary content (DECIMAL(9,2)) | required binary content (DECIMAL(9,2))",
        "required binary content (BSON) | required binary content (BSON)"
      })
  void aColumnThatIsNoTextPerRowIsRefused(String field, String said) throws IOException {
    assertEquals(
        "cannot read a.parquet: its column 'content' does not contain texts, but " + said,
        refusal(written(field)));
  }

  @ParameterizedTest
  @CsvSource({
    "binary content",
    "binary content (UTF8)",
    "binary content (ENUM)",
    "binary content (JSON)"
  })
  void textsOfEveryAnnotationAreRead(String field) throws IOException {
    assertEquals(6, Corpus.table("content", written("required " + field)).bytes());
  }

  @Test
  void aPageWithAWrongChecksumIsRefused() throws IOException {
    Path file = written("optional binary content (UTF8)");
    byte[] bytes = Files.readAllBytes(file);
    int refused = 0;
    int asWritten = 0;
    int end =
        bytes.length
            - 8
            - ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(bytes.length - 8);
    for (int i = 4; i < end; i++) {
      byte[] damaged = bytes.clone();
      damaged[i] ^= 0x10;
      Files.write(file, damaged);
      try {
        List<String> texts = List.copyOf(CorpusTest.texts(Corpus.table("content", file)).values());
        assertEquals(List.of("one", "two"), texts, "byte " + i);
        asWritten++;
      } catch (UncheckedIOException | IllegalArgumentException e) {
        assertTrue(
            !e.getMessage().contains("null") && e.getMessage().length() < 500, e.getMessage());
        refused++;
      }
    }
    assertTrue(refused > 20, refused + " refused, " + asWritten + " as written");
  }
}
