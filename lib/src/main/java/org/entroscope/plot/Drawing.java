package org.entroscope.plot;

/**
 * Something to look at that is no chart: HTML that needs neither a library nor a network, with the
 * same as a picture for pages without scripts, and words for a terminal.
 */
public interface Drawing {

  /** What a notebook's cell shows. It has the colours of its page, light or dark. */
  String html();

  /** The drawing as a picture, an SVG element that stands alone. */
  String toSvg();

  /** What it shows, for a terminal. */
  String toText();
}
