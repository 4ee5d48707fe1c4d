package org.entroscope.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.entroscope.kernel.CellSource.CellPart;
import org.entroscope.kernel.CellSource.Code;
import org.entroscope.kernel.CellSource.Magic;
import org.junit.jupiter.api.Test;

class CellSourceTest {

  private static List<CellPart> split(String cell) {
    // this is enough of Java for these cells: code with an open brace or text block is incomplete
    return CellSource.split(
        cell,
        code ->
            code.chars().filter(c -> c == '{').count() > code.chars().filter(c -> c == '}').count()
                || (code.split("\"\"\"", -1).length - 1) % 2 == 1);
  }

  @Test
  void magicsStandBetweenCode() {
    assertEquals(
        List.of(
            new Code("int a = 1;\n", 0),
            new Magic("jars", List.of("lib/*.jar", "with space.jar"), null),
            new Code("a\n", 2)),
        split("int a = 1;\n%jars lib/*.jar \"with space.jar\"\na"));
  }

  @Test
  void whatLooksLikeAMagicInsideCodeIsCode() {
    String block = "String s = \"\"\"\n%jars x\n\"\"\";\n";
    assertEquals(List.of(new Code(block, 0)), split(block.stripTrailing()));
    String rest = "int f() {\nreturn 5\n%a; }\n";
    assertEquals(List.of(new Code(rest, 0)), split(rest.stripTrailing()));
    assertEquals(List.of(new Code("int b = 5\n % a;\n", 0)), split("int b = 5\n % a;"));
  }

  @Test
  void aCellMagicTakesTheRestAndKeepsItsLines() {
    assertEquals(List.of(new Magic("time", List.of("x"), "\na\nb")), split("%%time x\na\nb"));
    assertEquals(List.of(new Magic("time", List.of(), "\n\na")), split("\n%%time\na"));
    assertEquals(List.of(new Magic("time", List.of(), "")), split("%%time"));
  }

  @Test
  void spaceAndCommentsBeforeCodeAreCounted() {
    assertEquals(3, CellSource.blankBegin(" \n\tint"));
    assertEquals("// x\n/* y\n */ ".length(), CellSource.blankBegin("// x\n/* y\n */ int a;"));
    assertEquals(0, CellSource.blankBegin("a /* b */"));
  }
}
