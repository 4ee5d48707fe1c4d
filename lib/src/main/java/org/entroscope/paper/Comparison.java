package org.entroscope.paper;

import java.util.ArrayList;
import java.util.List;
import org.entroscope.architecture.HasPerplexity;
import org.entroscope.files.Tables;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** Creates a table of published perplexities beside measured ones. */
final class Comparison {

  private Comparison() {}

  static Table of(PublishedTable published, List<HasPerplexity> models) {
    List<String> architectures = new ArrayList<>();
    published.architectures().forEach(architecture -> architectures.add(architecture.terms()));
    NumericColumn<?> printed = published.table().numberColumn(PublishedTable.PERPLEXITY);
    models.stream()
        .map(model -> model.architecture().terms())
        .distinct()
        .filter(architecture -> !architectures.contains(architecture))
        .forEach(architectures::add);
    StringColumn name = StringColumn.create("architecture");
    DoubleColumn paper = DoubleColumn.create("perplexity (paper)");
    DoubleColumn ours = DoubleColumn.create("perplexity (ours)");
    IntColumn count = IntColumn.create("models");
    for (int row = 0; row < architectures.size(); row++) {
      String architecture = architectures.get(row);
      double[] measured =
          models.stream()
              .filter(model -> model.architecture().terms().equals(architecture))
              .mapToDouble(HasPerplexity::trainedPerplexity)
              .toArray();
      name.append(architecture);
      paper.append(row < printed.size() ? printed.getDouble(row) : Double.NaN);
      ours.append(mean(measured));
      count.append(measured.length);
    }
    return Tables.create(
        published.title() + ", beside ours",
        name,
        paper,
        ours,
        changes("change (paper, %)", paper),
        changes("change (ours, %)", ours),
        count);
  }

  /** Returns the mean; NaN if there are no values or a model is not trained. */
  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  /** Returns the changes against the first row; they are missing if the first row is missing. */
  private static DoubleColumn changes(String name, DoubleColumn perplexities) {
    DoubleColumn changes = DoubleColumn.create(name);
    double first = perplexities.getDouble(0);
    for (double perplexity : perplexities) {
      changes.append(100 * (perplexity / first - 1));
    }
    return changes;
  }
}
