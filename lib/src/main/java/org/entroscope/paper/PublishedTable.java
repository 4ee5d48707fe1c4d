package org.entroscope.paper;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.entroscope.architecture.Architecture;
import org.entroscope.architecture.HasPerplexity;
import org.entroscope.architecture.ModelShape;
import org.entroscope.files.Tables;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;
import tech.tablesaw.io.csv.CsvReadOptions;

/** A published table, which can be compared with your own results. */
public final class PublishedTable {

  static final String ARCHITECTURE = "architecture";
  static final String PERPLEXITY = "perplexity";

  private final String title;
  private final String source;
  private final Table table;

  private PublishedTable(String title, String source, Table table) {
    this.title = title;
    this.source = source;
    this.table = table.setName(title);
  }

  /** Reads a resource of this package: a title, a source, and comma-separated values. */
  static PublishedTable read(String name) {
    try (InputStream in = PublishedTable.class.getResourceAsStream(name + ".csv")) {
      List<String> lines =
          new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).lines().toList();
      String csv = lines.stream().skip(2).collect(Collectors.joining("\n"));
      Table table = Tables.read(CsvReadOptions.builderFromString(csv).build());
      return new PublishedTable(lines.get(0).substring(2), lines.get(1).substring(2), table);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the published numbers of " + name, e);
    }
  }

  /** Returns what the table shows, for example "Table 8: L=18, T=128". */
  public String title() {
    return title;
  }

  /** Returns the shape of the table's models, with the values of L, T and V in its title. */
  ModelShape shape() {
    ModelShape small = ModelShape.gpt2Small();
    return small
        .withLayers(stated("L", small.layers()))
        .withContext(stated("T", small.context()))
        .withVocabulary(stated("V", small.vocabulary()));
  }

  private int stated(String size, int otherwise) {
    Matcher matcher = Pattern.compile("\\b" + size + "=(\\d+)").matcher(title);
    return matcher.find() ? Integer.parseInt(matcher.group(1)) : otherwise;
  }

  /** Returns the authors, title and number of the publication. */
  public String source() {
    return source;
  }

  /** Returns a copy of all published numbers. */
  public Table table() {
    return table.copy().setName(title);
  }

  /** Returns the architectures of the rows, from top to bottom. */
  public List<Architecture> architectures() {
    return table.stringColumn(ARCHITECTURE).asList().stream().map(Architecture::of).toList();
  }

  /**
   * Returns the published perplexity of an architecture, in the first row that has it; empty if
   * there is no such row or the model diverged.
   */
  public OptionalDouble perplexity(Architecture architecture) {
    for (Row row : table) {
      if (Architecture.of(row.getString(ARCHITECTURE)).terms().equals(architecture.terms())) {
        return row.isMissing(PERPLEXITY)
            ? OptionalDouble.empty()
            : OptionalDouble.of(row.getNumber(PERPLEXITY));
      }
    }
    return OptionalDouble.empty();
  }

  /**
   * Returns the published perplexities beside those of trained models, matched by architecture.
   * Perplexities of different data and tokens cannot be compared, but their changes against the
   * first row can. Therefore the table has a column of changes for both. If several models have the
   * same architecture, the table gives their mean, which is missing if one of them diverged or
   * ended at the unigram level. Models of architectures that the published table lacks are at the
   * end.
   *
   * @return a table with the columns architecture, perplexity (paper), perplexity (ours), change
   *     (paper, %), change (ours, %), models; numbers that do not exist are missing
   */
  public Table beside(HasPerplexity... models) {
    return Comparison.of(this, List.of(models));
  }

  /** Returns the title, the numbers and the source. */
  @Override
  public String toString() {
    return "%s%n%s%n%s".formatted(title, table.printAll(), source);
  }
}
