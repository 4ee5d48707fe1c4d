package org.entroscope.plot;

/**
 * Something to look at that is no chart: HTML that needs neither a library nor a network, with the
 * same as a picture for pages without scripts, and words for a terminal.
 */
public interface Drawing {

  /** Returns the drawing for a notebook. It has the colours of the page, light or dark. */
  String html();

  /** Returns the drawing as a self-contained SVG element. */
  String toSvg();

  /** Returns the content as text, for a terminal. */
  String toText();
}
