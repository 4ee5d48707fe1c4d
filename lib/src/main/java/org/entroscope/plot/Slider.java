package org.entroscope.plot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A slider below a figure. Each of its positions has the Plotly restyle arguments that show it. */
final class Slider {

  /** The height that a slider adds to a figure and to its bottom margin. */
  static final int HEIGHT = 80;

  private final ObjectNode slider;

  /**
   * Creates a slider without positions.
   *
   * @param prefix the text before the label of the selected position
   */
  Slider(ObjectNode layout, String prefix) {
    slider = layout.withArrayProperty("sliders").addObject();
    slider.put("x", 0).put("len", 1).put("y", 0).put("yanchor", "top");
    slider.withObjectProperty("pad").put("t", 52);
    slider.withObjectProperty("currentvalue").put("prefix", prefix).put("xanchor", "left");
    slider.withObjectProperty("transition").put("duration", 0);
  }

  /**
   * Adds the next position to the right.
   *
   * @param restyle two elements: the changes, and the traces that they apply to
   */
  Slider place(String label, JsonNode restyle) {
    ObjectNode step = slider.withArrayProperty("steps").addObject();
    step.put("label", label).put("method", "restyle").set("args", restyle);
    return this;
  }

  /** Adds a button that plays all positions in turn. The script of the page implements it. */
  Slider playable(ObjectNode layout) {
    layout.put("playable", true);
    ObjectNode menu = layout.withArrayProperty("updatemenus").addObject();
    menu.put("type", "buttons").put("showactive", false).put("active", -1);
    menu.put("x", 1).put("xanchor", "right").put("y", 0).put("yanchor", "top");
    menu.withObjectProperty("pad").put("t", 40);
    menu.withObjectProperty("font").put("color", Colours.MUTED);
    ObjectNode button = menu.withArrayProperty("buttons").addObject();
    button.put("label", "\u25b6 Play").put("method", "skip");
    return this;
  }

  /** Sets the position, counted from 0, that the figure shows at first. */
  void startAt(int place) {
    slider.put("active", place);
  }
}
