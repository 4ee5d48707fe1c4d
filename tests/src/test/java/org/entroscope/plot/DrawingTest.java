package org.entroscope.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
import java.util.Collections;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.entroscope.statistics.AttentionMaps;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

class DrawingTest {

  private static final List<String> TOKENS = List.of("a", " ", "<b>");

  private static final float[][] EVEN = {{1, 0, 0}, {0.5f, 0.5f, 0}, {0.25f, 0.25f, 0.5f}};
  private static final float[][] FIRST = {{1, 0, 0}, {1, 0, 0}, {Float.NaN, 0, 0}};

  private static AttentionMaps maps(String name) {
    return new AttentionMaps(name, new float[][][][] {{EVEN, FIRST}}, TOKENS);
  }

  private static void assertWellFormed(String svg) throws Exception {
    DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(svg)));
  }

  /** The namespaces of SVG look like addresses, but nothing is loaded from them. */
  private static void assertNeedsNoNetwork(String html) {
    String rest = html.replaceAll("xmlns(:xlink)?=[\"']http://www\\.w3\\.org/[^\"']*[\"']", "");
    assertFalse(rest.contains("http://") || rest.contains("https://"), "it needs no network");
  }

  @Test
  void aTextHasItsPictureItsWordsAndNoLibrary() throws Exception {
    AttentionText text = AttentionText.of(maps("SM & co"), maps("other"));
    String html = text.html();
    assertTrue(html.contains("class=\"entroscope-static\""), html);
    assertNeedsNoNetwork(html);
    assertFalse(html.contains("<b>"), "texts are escaped");
    assertWellFormed(text.toSvg());
    assertTrue(text.toSvg().contains("&lt;b&gt;"), text.toSvg());
    assertTrue(text.toText().contains("SM & co (entropy of the head"), text.toText());
    assertTrue(text.toText().contains("'<b>' (2) 50%, 'a' (0) 25%"), text.toText());
    assertEquals(html, AttentionText.of(maps("SM & co"), maps("other")).html(), "deterministic");
  }

  @Test
  void aTextRefusesModelsThatDoNotFit() {
    assertThrows(IllegalArgumentException.class, AttentionText::of);
    AttentionMaps silent = new AttentionMaps("ids", new float[][][][] {{EVEN}});
    String unknown =
        assertThrows(IllegalArgumentException.class, () -> AttentionText.of(silent)).getMessage();
    assertEquals("the text of the tokens of ids is not known", unknown);
    AttentionMaps other =
        new AttentionMaps("b", new float[][][][] {{EVEN}}, List.of("a", "b", "c"));
    assertThrows(IllegalArgumentException.class, () -> AttentionText.of(maps("a"), other));
    assertThrows(IndexOutOfBoundsException.class, () -> AttentionText.of(maps("a")).from(0, 2));
    float[][] wide = new float[400][400];
    String tooLarge =
        assertThrows(
                IllegalArgumentException.class,
                () -> HeadGallery.of(new AttentionMaps("long", new float[][][][] {{wide, wide}})))
            .getMessage();
    assertTrue(tooLarge.startsWith("160,400 probabilities are too many"), tooLarge);
  }

  @Test
  void aGalleryShowsEveryHead() throws Exception {
    HeadGallery gallery = HeadGallery.of(maps("SM"));
    assertWellFormed(gallery.toSvg());
    assertEquals(2, gallery.toSvg().split("<image", -1).length - 1);
    assertEquals(2, gallery.toSvg().split(" xlink:href=\"data:image/png", -1).length - 1);
    assertFalse(gallery.toSvg().contains(" href="), "which Inkscape 1.2 would leave out of a PDF");
    assertTrue(gallery.html().contains("All heads of "), gallery.html());
    assertNeedsNoNetwork(gallery.html());
    assertTrue(gallery.toText().contains("1 of 2 heads diverged"), gallery.toText());
  }

  /** Each visible key is encoded as two digits in base 64. The last code means NaN. */
  @Test
  void probabilitiesAreCodedExactly() {
    String code = AttentionCode.json(maps("SM")).path("code").asText();
    assertEquals(2 * 2 * 6, code.length());
    assertEquals("_-", code.substring(0, 2), "1 is 4094 = 63 * 64 + 62");
    assertEquals("f_", code.substring(2, 4), "1/2 is 2047 = 31 * 64 + 63");
    assertEquals("__", code.substring(12 + 6, 12 + 8), "NaN is 4095");
  }

  @Test
  void tokensCanBeSeen() {
    assertEquals("\u2423\u21b5\u21e5x", TokenText.visible(" \n\tx"));
    assertEquals("\ufffd", TokenText.visible("\u0007"));
    assertEquals(Collections.nCopies(3, "\u2423"), TokenText.visible(List.of(" ", " ", " ")));
  }
}
