package org.entroscope.corpus;

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
import org.entroscope.files.Reason;
import org.entroscope.hub.OptionalPart;
import org.entroscope.hub.RandomBytes;

/** Reads one column of texts of a Parquet file. Memory holds one row group of that column. */
final class ParquetTexts implements TextRows {

  private final RandomBytes bytes;
  private final ParquetFileReader reader;
  private final MessageType projected;
  private RecordReader<Group> rows;
  private long left;

  private ParquetTexts(RandomBytes bytes, String column) throws IOException {
    this.bytes = bytes;
    ParquetReadOptions options =
        ParquetReadOptions.builder(new PlainParquetConfiguration())
            .usePageChecksumVerification()
            .build();
    reader = ParquetFileReader.open(new Input(bytes), options);
    try {
      MessageType schema = reader.getFooter().getFileMetaData().getSchema();
      projected = new MessageType(schema.getName(), ParquetClaims.textColumn(schema, column));
      long mostBytes = Runtime.getRuntime().maxMemory() / 2;
      ParquetClaims.check(reader.getFooter(), column, bytes.size(), mostBytes);
      reader.setRequestedSchema(projected);
    } catch (IOException | RuntimeException e) {
      reader.close();
      throw e;
    }
  }

  /**
   * Opens a file.
   *
   * @throws IOException if it is not a Parquet file, or has no such column of texts
   */
  static ParquetTexts open(RandomBytes bytes, String column) throws IOException {
    try {
      return new ParquetTexts(bytes, column);
    } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
      // a damaged footer can claim lists of any length and types of any depth
      bytes.close();
      throw new IOException("it is not a complete Parquet file: " + reason(e), e);
    } catch (IOException e) {
      bytes.close();
      throw named(e);
    } catch (NoClassDefFoundError e) {
      bytes.close();
      throw incomplete(e);
    }
  }

  /**
   * Explains that a library is present but one of its own dependencies is missing, for example a
   * compression codec.
   */
  private static IOException incomplete(NoClassDefFoundError e) {
    return new IOException(
        e.getMessage().replace('/', '.')
            + " is missing: "
            + OptionalPart.PARQUET.missing("this file"),
        e);
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
    } catch (IOException e) {
      throw named(e);
    } catch (RuntimeException | OutOfMemoryError e) {
      // a damaged page can claim any size
      throw new IOException("it is damaged: " + reason(e), e);
    } catch (NoClassDefFoundError e) {
      throw incomplete(e);
    }
  }

  /** Distinguishes failures of the format from failures of the disk and the network. */
  private static IOException named(IOException failure) {
    return String.valueOf(failure.getMessage()).startsWith("can not read class")
        ? new IOException("it is damaged: " + reason(failure), failure)
        : failure;
  }

  private static String reason(Throwable failure) {
    // the library appends everything that it has read so far
    return failure instanceof Error
        ? "it claims more data than fit into memory"
        : Reason.of(failure).replaceFirst(" Struct: .*", "");
  }

  @Override
  public void close() throws IOException {
    reader.close();
    bytes.close();
  }

  /** The input from which the Parquet library reads. */
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

  /** A stream whose position can be set. */
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
