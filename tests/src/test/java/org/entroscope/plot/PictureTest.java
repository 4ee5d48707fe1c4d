package org.entroscope.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.entroscope.statistics.HeadValues;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Tests figures that are drawn without a browser. */
class PictureTest {

  static List<String> attacks() {
    return Attacks.TEXTS;
  }

  private static Document parsed(String svg) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
  }

  private static String texts(Document svg) {
    StringBuilder all = new StringBuilder();
    NodeList texts = svg.getElementsByTagName("text");
    for (int i = 0; i < texts.getLength(); i++) {
      all.append(texts.item(i).getTextContent()).append('|');
    }
    return all.toString();
  }

  private static final Set<String> DRAWN =
      Set.of(
          "svg",
          "title",
          "path",
          "rect",
          "g",
          "text",
          "tspan",
          "image",
          "clipPath",
          "linearGradient",
          "stop");

  @ParameterizedTest
  @MethodSource("attacks")
  void isWellFormedAndHoldsNoScriptWhateverAFigureSays(String text) throws Exception {
    for (Figure figure : Samples.figures(text).values()) {
      Document svg = parsed(figure.toSvg().orElseThrow());
      NodeList all = svg.getElementsByTagName("*");
      for (int i = 0; i < all.getLength(); i++) {
        Element element = (Element) all.item(i);
        assertTrue(DRAWN.contains(element.getTagName()), element.getTagName());
        for (int j = 0; j < element.getAttributes().getLength(); j++) {
          String name = element.getAttributes().item(j).getNodeName();
          assertFalse(name.startsWith("on"), name);
          assertFalse(element.getAttributes().item(j).getNodeValue().contains("NaN"), name);
        }
      }
      assertEquals(
          figure.height() - (figure.layout().path("sliders").isEmpty() ? 0 : 64),
          Integer.parseInt(svg.getDocumentElement().getAttribute("height")));
    }
  }

  /** The address must survive the attribute, the browser and sanitizers that look for tags. */
  @ParameterizedTest
  @MethodSource("attacks")
  void theAddressInAPageIsThePicture(String text) {
    for (Figure figure : Samples.figures(text).values()) {
      String address =
          figure.html().replaceAll("(?s).* src='data:image/svg\\+xml,([^']*)'.*", "$1");
      assertFalse(address.contains("<") || address.contains("#") || address.contains("&"), address);
      String decoded =
          URLDecoder.decode(address.replace("+", "%2B"), StandardCharsets.UTF_8).strip();
      assertEquals(figure.toSvg().orElseThrow().strip(), decoded);
    }
  }

  @Test
  void saysWhatTheInteractiveFigureSays() throws Exception {
    for (Map.Entry<String, Figure> one : Samples.figures("SM + G").entrySet()) {
      Figure figure = one.getValue();
      String shown = texts(parsed(figure.toSvg().orElseThrow()));
      JsonNode layout = figure.layout();
      assertTrue(shown.contains(plain(layout.at("/title/text"))), one.getKey() + shown);
      for (JsonNode note : layout.path("annotations")) {
        for (String line : note.path("text").asText().split("<br>")) {
          assertTrue(shown.contains(SvgText.plain(line)), one.getKey() + ": " + line + shown);
        }
      }
      layout
          .properties()
          .forEach(
              field -> {
                boolean axis = field.getKey().matches("[xy]axis\\d*");
                if (axis && field.getValue().path("visible").asBoolean(true)) {
                  assertTrue(shown.contains(plain(field.getValue().at("/title/text"))), shown);
                }
              });
    }
  }

  private static String plain(JsonNode label) {
    return SvgText.plain(label.asText());
  }

  @Test
  void cellsHaveTheirColoursAndNumbers() throws Exception {
    HeadValues map = new HeadValues(new float[][] {{0, 1.5f}, {Float.NaN, 3.20575f}}, 64);
    String svg = HeatMap.of(map).toSvg().orElseThrow();
    assertTrue(svg.contains("stroke=\"" + Colours.at(0) + "\""), svg);
    assertTrue(svg.contains("stroke=\"" + Colours.at(1) + "\""), svg);
    String shown = texts(parsed(svg));
    for (String number : List.of("0.00|", "1.50|", "NaN|", "3.21|")) {
      assertTrue(shown.contains(number), shown);
    }
    assertTrue(shown.contains("3.21 bound"), shown);
  }

  @Test
  void manyCellsAreAnImageOfTheirColours() throws Exception {
    float[][] attention = new float[24][24];
    for (int query = 0; query < 24; query++) {
      for (int key = 0; key <= query; key++) {
        attention[query][key] = 1f / (query + 1);
      }
    }
    String svg = HeatMap.attention(attention, "a head").toSvg().orElseThrow();
    String address = svg.replaceAll("(?s).*base64,([^\"]*)\".*", "$1");
    var image =
        ImageIO.read(new ByteArrayInputStream(java.util.Base64.getDecoder().decode(address)));
    int each = image.getWidth() / 24;
    assertEquals(24 * each, image.getHeight());
    assertEquals("fde725", "%06x".formatted(image.getRGB(1, 1) & 0xffffff), "all on one key");
    assertEquals(0, image.getRGB(image.getWidth() - 1, 0) >>> 24, "the mask is empty");
  }

  @Test
  void ticksAreThoseOfPlotly() {
    assertEquals(List.of("0", "200", "400", "600", "800", "1000"), ticks(0, 1000, 700));
    assertEquals(List.of("0", "2k", "4k", "6k", "8k", "10k"), ticks(0, 10_000, 700));
    assertEquals(List.of("\u22120.1", "\u22120.05", "0", "0.05", "0.1"), ticks(-0.1, 0.1, 300));
  }

  private static List<String> ticks(double from, double to, double length) {
    PictureAxis axis = new PictureAxis(Json.object(), false, from, to, 0, length, List.of());
    return AxisTicks.of(axis).stream().map(AxisTicks.Tick::label).toList();
  }

  @Test
  void othersTracesHaveNoPicture() {
    ArrayNode data = Json.array();
    data.addObject().put("type", "scatter3d");
    ObjectNode layout = Json.object().put("height", 300);
    Figure figure = Figure.of("cube", data, layout, "a cube");
    assertEquals(Optional.empty(), figure.toSvg());
    assertTrue(PlotlyLibrary.isFullWanted(figure), "and need the whole library");
    assertTrue(figure.toHtml().contains("entroscopePlotlyFull"));
    assertFalse(PlotlyLibrary.isFullWanted(HeatMap.of(Samples.map(2, 2))));
  }

  @Test
  void svgIsSavedWithoutABrowser(@TempDir Path folder) throws Exception {
    Figure figure = HeatMap.of(Samples.map(2, 2));
    figure.save(folder.resolve("map.svg"));
    assertEquals(figure.toSvg().orElseThrow(), Files.readString(folder.resolve("map.svg")));
  }

  @Test
  void theLibraryIsTheOneThatNpmPublishes() throws Exception {
    String name = "plotly-cartesian-" + PlotlyLibrary.VERSION + ".min.js.gz";
    byte[] source =
        new GZIPInputStream(new ByteArrayInputStream(Resources.bytes(name))).readAllBytes();
    byte[] sum = MessageDigest.getInstance("SHA-256").digest(source);
    assertEquals(
        "7c593b9eda0e74a1d07335cf89cbf7a55ffc114909980c3729af835453bdb02a",
        HexFormat.of().formatHex(sum));
  }

  @Test
  void anArchitectureHasOneColour() {
    String colour = ModelStyle.of("SM + LN + G").colour();
    assertEquals(colour, ModelStyle.of("SM + G + LN, L=12").colour());
    Map<String, ModelStyle> two = ModelStyle.of(List.of("SM, std 0.02", "SM, std 0.07"));
    assertEquals(1, two.values().stream().map(ModelStyle::colour).distinct().count());
    assertEquals(2, two.values().stream().distinct().count(), "told apart by their lines");
    assertEquals(ModelStyle.of("my own"), ModelStyle.of("my own"));
    List<String> many = List.of("SM", "SM + G", "SM + R", "a", "b", "c", "d", "e", "f", "g", "h");
    assertEquals(many.size(), ModelStyle.of(many).values().stream().distinct().count());
    assertEquals(
        ModelStyle.of("EReg(SM(t) + ScFuFFN)"),
        ModelStyle.of("EReg(SM(t) + ScFuFFN, lambda=1.0E-4)"));
  }
}
