package org.entroscope.notebook;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/** Finds the drawings that HTML contains as pictures. */
final class Pictures {

  private static final Pattern SVG =
      Pattern.compile("src=\"data:image/svg\\+xml;base64,([^\"]*)\"");

  private Pictures() {}

  static List<String> svg(String html) {
    return SVG.matcher(html)
        .results()
        .map(found -> Base64.getDecoder().decode(found.group(1)))
        .map(bytes -> new String(bytes, StandardCharsets.US_ASCII))
        .toList();
  }
}
