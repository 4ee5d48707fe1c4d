package org.entroscope.data;

import java.io.IOException;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.DelegatingSeekableInputStream;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.io.SeekableInputStream;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.entroscope.files.Reason;

/** One column of texts of a Parquet file; memory holds one row group of that column. */
final class ParquetTexts implements TextRows {

  private final RandomBytes bytes;
  private final String column;
  private final ParquetFileReader reader;
  private final MessageType projected;
  private RecordReader<Group> rows;
  private long left;

  private ParquetTexts(RandomBytes bytes, String column) throws IOException {
    this.bytes = bytes;
    this.column = column;
    ParquetReadOptions options =
        ParquetReadOptions.builder(new PlainParquetConfiguration()).build();
    reader = ParquetFileReader.open(new Input(bytes), options);
    try {
      MessageType schema = reader.getFooter().getFileMetaData().getSchema();
      projected = new MessageType(schema.getName(), textColumn(schema));
      reader.setRequestedSchema(projected);
    } catch (IOException | RuntimeException e) {
      reader.close();
      throw e;
    }
  }

  /**
   * Opens a file.
   *
   * @throws IOException if it is no Parquet file, or has no such column of texts
   */
  static ParquetTexts open(RandomBytes bytes, String column) throws IOException {
    try {
      return new ParquetTexts(bytes, column);
    } catch (RuntimeException e) {
      bytes.close();
      throw new IOException("it is not a whole Parquet file: " + Reason.of(e), e);
    } catch (IOException e) {
      bytes.close();
      throw e;
    } catch (NoClassDefFoundError e) {
      bytes.close();
      throw new IOException(
          "reading "
              + bytes.name()
              + " needs libraries that are not on the class path: add"
              + " org.apache.parquet:parquet-hadoop and org.apache.hadoop:hadoop-client-runtime,"
              + " or write the data set as JSON lines",
          e);
    }
  }

  private Type textColumn(MessageType schema) throws IOException {
    boolean there =
        schema.containsField(column)
            && schema.getType(column).isPrimitive()
            && schema.getType(column).asPrimitiveType().getPrimitiveTypeName()
                == PrimitiveTypeName.BINARY;
    if (!there) {
      throw new IOException(
          "it has no column of texts '"
              + column
              + "'; it has "
              + schema.getFields().stream().map(Type::getName).toList());
    }
    return schema.getType(column);
  }

  @Override
  public String next() throws IOException {
    try {
      while (left == 0) {
        PageReadStore group = reader.readNextRowGroup();
        if (group == null) {
          return null;
        }
        left = group.getRowCount();
        rows =
            new ColumnIOFactory()
                .getColumnIO(projected)
                .getRecordReader(group, new GroupRecordConverter(projected));
      }
      left--;
      Group row = rows.read();
      return row.getFieldRepetitionCount(0) == 0 ? "" : row.getBinary(0, 0).toStringUsingUTF8();
    } catch (RuntimeException e) {
      throw new IOException("it is damaged: " + Reason.of(e), e);
    }
  }

  @Override
  public void close() throws IOException {
    reader.close();
    bytes.close();
  }

  /** What the Parquet library reads from. */
  private record Input(RandomBytes bytes) implements InputFile {

    @Override
    public long getLength() throws IOException {
      return bytes.size();
    }

    @Override
    public SeekableInputStream newStream() {
      Positioned in = new Positioned(bytes);
      return new DelegatingSeekableInputStream(in) {
        @Override
        public long getPos() {
          return in.position;
        }

        @Override
        public void seek(long position) {
          in.position = position;
        }
      };
    }
  }

  /** A stream with a position to set. */
  private static final class Positioned extends java.io.InputStream {
    private final RandomBytes bytes;
    private long position;

    Positioned(RandomBytes bytes) {
      this.bytes = bytes;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      int read = bytes.read(position, target, offset, length);
      position += Math.max(0, read);
      return read;
    }
  }
}
