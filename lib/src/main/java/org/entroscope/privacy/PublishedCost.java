package org.entroscope.privacy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.entroscope.architecture.Architecture;
import org.entroscope.architecture.ModelShape;
import org.entroscope.files.Tables;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;
import tech.tablesaw.io.csv.CsvReadOptions;

/**
 * A measured cost to which the cost model is fitted.
 *
 * @param table the table in which it was published; the rows of one table are left out together
 * @param architecture the architecture
 * @param shape the sizes of the model
 * @param gigabytes the communication of both directions together, in units of 10^9 bytes
 * @param minutes the end-to-end latency in minutes
 * @param perplexity the evaluation perplexity that was published with the cost; NaN if there is
 *     none
 */
public record PublishedCost(
    String table,
    Architecture architecture,
    ModelShape shape,
    double gigabytes,
    double minutes,
    double perplexity) {

  /** Rejects values that cannot be fitted by relative error. */
  public PublishedCost {
    if (!(gigabytes > 0 && minutes > 0)) {
      throw new IllegalArgumentException(
          "a published cost must be positive: "
              + gigabytes
              + " GB, "
              + minutes
              + " min for "
              + architecture
              + " in "
              + table);
    }
  }

  /** Creates a measured cost without a perplexity. */
  public PublishedCost(
      String table, Architecture architecture, ModelShape shape, double gigabytes, double minutes) {
    this(table, architecture, shape, gigabytes, minutes, Double.NaN);
  }

  /**
   * Returns the sixteen rows of Tables 3, 4, 7 and 8, which were measured with SecretFlow-SPU
   * between two machines of 32 threads each and a simulated wide-area network. The perplexities of
   * Table 4 are those after 4.8B tokens.
   */
  public static List<PublishedCost> paper() {
    return Stream.of("table3", "table4", "table7", "table8").flatMap(PublishedCost::table).toList();
  }

  /** Returns the rows of a table from the resources of the paper's package. */
  private static Stream<PublishedCost> table(String name) {
    String resource = "/org/entroscope/paper/" + name + ".csv";
    try (InputStream in = PublishedCost.class.getResourceAsStream(resource)) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      String title = text.lines().findFirst().orElseThrow().substring("# ".length());
      String csv = text.lines().skip(2).collect(Collectors.joining("\n"));
      Table table = Tables.read(CsvReadOptions.builderFromString(csv).build());
      return table.stream().map(row -> row(title, row));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static PublishedCost row(String title, Row row) {
    ModelShape small = ModelShape.gpt2Small();
    return new PublishedCost(
        title.substring(0, title.indexOf(':')),
        Architecture.of(row.getString("architecture")),
        small
            .withLayers(stated(title, "L", small.layers()))
            .withContext(stated(title, "T", small.context()))
            .withVocabulary(stated(title, "V", small.vocabulary())),
        row.getNumber("communication (GB)"),
        row.getNumber("latency (min)"),
        row.getNumber("perplexity"));
  }

  /** Returns a size in a table's title, for example {@code T=512}, or a default. */
  private static int stated(String title, String size, int otherwise) {
    Matcher matcher = Pattern.compile("\\b" + size + "=(\\d+)").matcher(title);
    return matcher.find() ? Integer.parseInt(matcher.group(1)) : otherwise;
  }
}
