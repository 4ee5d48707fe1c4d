package org.entroscope.notebook;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.regex.Pattern;
import org.entroscope.architecture.Architecture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArchitectureDiagramTest {

  private static final Pattern WITH_OPACITY = Pattern.compile("\"(#[0-9a-f]{8}|rgba\\(.*?)\"");

  /**
   * Tests that opacity is a separate attribute. nbconvert makes PDF files with Inkscape, which
   * draws a colour such as #0072b230 as black.
   */
  @ParameterizedTest
  @ValueSource(strings = {"SM + LN + G", "EReg(SM(t) + ScFuFFN)", "SM + WN(FFN)"})
  void opacityHasAnAttributeOfItsOwn(String notation) {
    String html = ArchitectureDiagram.of(Architecture.of(notation)).html();
    List<String> pictures = Pictures.svg(html);
    assertFalse(pictures.isEmpty(), html);
    for (String svg : pictures) {
      assertFalse(WITH_OPACITY.matcher(svg).find(), svg);
      assertTrue(svg.contains(" fill-opacity=\"0."), svg);
    }
  }
}
