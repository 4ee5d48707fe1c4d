package org.entroscope.plot;

/**
 * A visualisation that is not a chart. It provides HTML that needs neither a library nor a network,
 * a picture of the same content for pages without scripts, and a text for a terminal.
 */
public interface Drawing {

  /** Returns the drawing for a notebook. It adapts to the colours of the page, light or dark. */
  String html();

  /** Returns the drawing as a self-contained SVG element. */
  String toSvg();

  /** Returns the content as text, for a terminal. */
  String toText();
}
