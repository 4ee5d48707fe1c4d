package org.entroscope.plot;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.entroscope.architecture.Architecture;
import org.entroscope.architecture.ModelShape;
import org.entroscope.privacy.CostDriver;
import org.entroscope.privacy.CostModel;

/**
 * Draws the communication of a private inference: one bar per architecture, stacked by operation.
 */
public final class GigabyteBars {

  private GigabyteBars() {}

  /**
   * Draws the predicted communication of architectures at one shape, by operation, in gigabytes.
   *
   * @throws IllegalArgumentException if no architecture is given
   */
  public static Figure of(CostModel model, ModelShape shape, Architecture... architectures) {
    if (architectures.length == 0) {
      throw new IllegalArgumentException("nothing to draw: give at least one architecture");
    }
    FigureBuilder figure =
        new FigureBuilder("Communication by operation", "One private forward pass at " + shape);
    figure
        .panel()
        .categories(Panel.Side.X)
        .label(Panel.Side.X, "architecture")
        .label(Panel.Side.Y, "communication (GB)");
    List<String> names = Arrays.stream(architectures).map(Architecture::toString).toList();
    int index = 0;
    for (CostDriver driver : CostDriver.COMMUNICATION) {
      double[] gigabytes =
          Arrays.stream(architectures)
              .mapToDouble(a -> gigabytes(model, driver, a, shape))
              .toArray();
      Trace bars = Trace.bars(operation(driver), names, gigabytes).on(0);
      bars.colour(Colours.named(index++));
      bars.hover("%{x}<br>" + operation(driver) + ": %{y:.2f} GB<extra></extra>");
      figure.add(bars);
    }
    for (int i = 0; i < architectures.length; i++) {
      double total = model.predict(architectures[i], shape).gigabytes().value();
      figure.note("x", "y", i, total, words(total), "center", "bottom", 12);
    }
    ObjectNode layout = figure.layout();
    layout.put("barmode", "stack").put("bargap", 0.35);
    layout.withObjectProperty("legend").put("traceorder", "reversed");
    return figure
        .height(400)
        .build(figure.heading() + System.lineSeparator() + text(model, shape, architectures));
  }

  private static double gigabytes(
      CostModel model, CostDriver driver, Architecture architecture, ModelShape shape) {
    return model.gigabytesPer(driver) * driver.amount(architecture, shape);
  }

  /** Returns the operation of a cost driver. The two drivers of linear layers stay separate. */
  private static String operation(CostDriver driver) {
    return switch (driver) {
      case LINEAR_OUTPUT -> "linear layers: outputs";
      case WEIGHT -> "linear layers: weights";
      default -> driver.description().replaceAll(", per .*", "");
    };
  }

  private static String words(double gigabytes) {
    return NumberText.of(gigabytes) + " GB";
  }

  private static String text(CostModel model, ModelShape shape, Architecture... architectures) {
    return Arrays.stream(architectures)
        .map(
            a ->
                a
                    + ": "
                    + CostDriver.COMMUNICATION.stream()
                        .map(d -> operation(d) + " " + words(gigabytes(model, d, a, shape)))
                        .collect(Collectors.joining(", ")))
        .collect(Collectors.joining(System.lineSeparator()));
  }
}
