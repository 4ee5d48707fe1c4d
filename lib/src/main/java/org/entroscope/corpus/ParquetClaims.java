package org.entroscope.corpus;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;

/** Checks what the footer of a Parquet file says about a column before it is used. */
final class ParquetClaims {

  private static final Set<CompressionCodecName> READ =
      Set.of(
          CompressionCodecName.UNCOMPRESSED,
          CompressionCodecName.SNAPPY,
          CompressionCodecName.GZIP,
          CompressionCodecName.ZSTD,
          CompressionCodecName.LZ4,
          CompressionCodecName.LZ4_RAW);

  private static final int COLUMNS_TOLD = 15;

  private ParquetClaims() {}

  /**
   * Returns the column's type.
   *
   * @throws IOException if there is no such column, or it does not have one text per row
   */
  static Type textColumn(MessageType schema, String column) throws IOException {
    if (!schema.containsField(column)) {
      List<String> names = schema.getFields().stream().map(Type::getName).toList();
      throw new IOException(
          "it has no column of texts '%s'; it has %s%s"
              .formatted(
                  column,
                  names.subList(0, Math.min(COLUMNS_TOLD, names.size())),
                  names.size() > COLUMNS_TOLD ? " and more" : ""));
    }
    Type type = schema.getType(column);
    if (!isText(type)) {
      String found = type.toString().replaceAll("\\s+", " ");
      throw new IOException(
          "its column '%s' does not contain texts, but %s"
              .formatted(column, found.substring(0, Math.min(100, found.length()))));
    }
    return type;
  }

  private static boolean isText(Type type) {
    if (!type.isPrimitive()
        || type.isRepetition(Type.Repetition.REPEATED)
        || type.asPrimitiveType().getPrimitiveTypeName() != PrimitiveTypeName.BINARY) {
      return false;
    }
    // many writers do not annotate texts; numbers stored as bytes are annotated
    LogicalTypeAnnotation annotation = type.getLogicalTypeAnnotation();
    return annotation == null
        || annotation.equals(LogicalTypeAnnotation.stringType())
        || annotation.equals(LogicalTypeAnnotation.enumType())
        || annotation.equals(LogicalTypeAnnotation.jsonType());
  }

  /**
   * Checks that the column can be read.
   *
   * @param fileBytes the size of the file in bytes
   * @param mostBytes the largest number of bytes of the column that may be in memory at once
   * @throws IOException if it is compressed in an unsupported format, is outside the file, or needs
   *     more memory
   */
  static void check(ParquetMetadata footer, String column, long fileBytes, long mostBytes)
      throws IOException {
    for (BlockMetaData block : footer.getBlocks()) {
      for (ColumnChunkMetaData chunk : block.getColumns()) {
        if (chunk.getPath().toDotString().equals(column)) {
          check(chunk, fileBytes, mostBytes);
        }
      }
    }
  }

  private static void check(ColumnChunkMetaData chunk, long fileBytes, long mostBytes)
      throws IOException {
    if (!READ.contains(chunk.getCodec())) {
      throw new IOException(
          "it is compressed with %s, which is not supported; write it with Zstandard, Snappy or gzip"
              .formatted(name(chunk.getCodec())));
    }
    long start = chunk.getStartingPos();
    long size = chunk.getTotalSize();
    if (start < 4 || size < 0 || start > fileBytes || size > fileBytes - start) {
      throw new IOException(
          "it is damaged: it claims %,d bytes from position %,d, but the file has %,d bytes"
              .formatted(size, start, fileBytes));
    }
    if (size > mostBytes) {
      throw new IOException(
          "a row group of %,d MB needs more memory; start Java with a larger -Xmx, or write it with"
                  .formatted(size / 1_000_000)
              + " smaller row groups");
    }
  }

  private static String name(CompressionCodecName codec) {
    return codec == CompressionCodecName.BROTLI ? "Brotli" : codec.name();
  }
}
