package org.entroscope.plot;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** A Plotly template with only the colours that depend on the page. */
enum Theme {
  LIGHT("#24292f", "#e3e6ea", "#f1f3f5", "#ffffff"),
  DARK("#e2e5e9", "#3b4148", "#262b31", "#111418");

  /** A grey that is visible on light and dark backgrounds. */
  private static final String MUTED = "#8a9199";

  static final String FONT =
      "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', sans-serif";

  private final String text;
  private final String grid;
  private final String gap;
  private final String page;

  Theme(String text, String grid, String gap, String page) {
    this.text = text;
    this.grid = grid;
    this.gap = gap;
    this.page = page;
  }

  /** Returns the colour of text. */
  String text() {
    return text;
  }

  /** Returns the colour of the grid lines. */
  String grid() {
    return grid;
  }

  /** Returns the template for a page whose own background shows through. */
  ObjectNode transparent() {
    return template("rgba(0,0,0,0)");
  }

  /** Returns the template for a picture with its own background. */
  ObjectNode opaque() {
    return template(page);
  }

  private ObjectNode template(String background) {
    ObjectNode template = Json.object();
    ObjectNode layout = template.withObjectProperty("layout");
    layout.put("paper_bgcolor", background).put("plot_bgcolor", "rgba(0,0,0,0)");
    layout.withObjectProperty("font").put("color", text).put("family", FONT).put("size", 12);
    for (String name : new String[] {"xaxis", "yaxis"}) {
      ObjectNode axis = layout.withObjectProperty(name);
      axis.put("gridcolor", grid).put("zerolinecolor", grid).put("linecolor", grid);
      axis.put("zerolinewidth", 1);
      // invisible ticks as a margin: in the corner, the labels of both axes would touch
      axis.put("ticks", "outside").put("ticklen", 4).put("tickcolor", "rgba(0,0,0,0)");
    }
    ObjectNode hover = layout.withObjectProperty("hoverlabel");
    hover.put("bgcolor", gap).put("bordercolor", grid);
    hover.withObjectProperty("font").put("color", text);
    // Plotly treats a transparent background as black and paints the selected tool white
    ObjectNode tools = layout.withObjectProperty("modebar");
    tools.put("bgcolor", "rgba(0,0,0,0)").put("color", MUTED).put("activecolor", text);
    ObjectNode slider = layout.withObjectProperty("sliderdefaults");
    slider.put("bgcolor", gap).put("activebgcolor", grid).put("bordercolor", MUTED);
    slider.put("tickcolor", MUTED);
    layout.withObjectProperty("updatemenudefaults").put("bgcolor", gap).put("bordercolor", MUTED);
    return template;
  }
}
