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
 * A measured cost that the cost model is fitted to.
 *
 * @param table where it was printed; values of one table are left out together
 * @param architecture what was run
 * @param shape at which sizes
 * @param gigabytes communication, both directions together, in units of 10^9 bytes
 * @param minutes latency from end to end
 * @param perplexity evaluation perplexity printed beside the cost; NaN where none was
 */
public record PublishedCost(
    String table,
    Architecture architecture,
    ModelShape shape,
    double gigabytes,
    double minutes,
    double perplexity) {

  /** Refuses values that cannot be fitted by relative error. */
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

  /** A measured cost without a perplexity. */
  public PublishedCost(
      String table, Architecture architecture, ModelShape shape, double gigabytes, double minutes) {
    this(table, architecture, shape, gigabytes, minutes, Double.NaN);
  }

  /**
   * The sixteen rows of Tables 3, 4, 7 and 8: SecretFlow-SPU between two machines of 32 threads
   * each under a simulated wide-area network. Perplexities of Table 4 are those after 4.8B tokens.
   */
  public static List<PublishedCost> paper() {
    return Stream.of("table3", "table4", "table7", "table8").flatMap(PublishedCost::table).toList();
  }

  /** The rows of a table in the resources of the paper's package, which has them all. */
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

  /** A size that a table's title states, {@code T=512} for example. */
  private static int stated(String title, String size, int otherwise) {
    Matcher matcher = Pattern.compile("\\b" + size + "=(\\d+)").matcher(title);
    return matcher.find() ? Integer.parseInt(matcher.group(1)) : otherwise;
  }
}
