package org.entroscope.privacy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.entroscope.architecture.Architecture;
import org.entroscope.architecture.ModelShape;

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
    String name = "published-costs.csv";
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                PublishedCost.class.getResourceAsStream(name), StandardCharsets.UTF_8))) {
      return in.lines().skip(1).map(PublishedCost::row).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static PublishedCost row(String line) {
    String[] cells = line.split(",");
    return new PublishedCost(
        cells[0],
        Architecture.of(cells[1]),
        ModelShape.paper(cells[0]),
        Double.parseDouble(cells[2]),
        Double.parseDouble(cells[3]),
        Double.parseDouble(cells[4]));
  }
}
