package org.entroscope.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class NumberTextTest {

  @Test
  void valuesBelowAThousandKeepThatTheyHaveAFraction() {
    for (int i = 1; i < 10_000_000; i += 97) {
      double value = i / 10_000.0;
      String text = NumberText.of(value);
      double back = Double.parseDouble(text.replace(",", ""));
      assertEquals(value, back, 5e-4 * value, text);
      assertEquals(value == Math.rint(value), back == Math.rint(back), text);
    }
  }

  @Test
  void theWholePartIsNeverRounded() {
    assertEquals("1,000,000", NumberText.of(1e6));
    assertEquals("123,456,789,012", NumberText.of(123_456_789_012.0));
    assertEquals("-16,346", NumberText.of(-16345.7));
    assertEquals("0", NumberText.of(0.0));
    assertEquals("0", NumberText.of(-0.0));
  }

  @Test
  void floatsHaveTheirOwnDigits() {
    assertEquals("0.1", NumberText.of(0.1f));
    assertEquals("0.1", NumberText.of(0.1));
    assertEquals("16,777,216", NumberText.of(16_777_216f));
  }

  @Test
  void whatIsNoNumberIsNamed() {
    assertEquals("NaN", NumberText.of(Double.NaN));
    assertEquals("-Infinity", NumberText.of(Float.NEGATIVE_INFINITY));
    assertEquals("1.235E-7", NumberText.of(1.23456e-7));
    assertEquals("4.9E-324", NumberText.of(Double.MIN_VALUE));
  }

  @Test
  void zeroHasNoSign() {
    assertEquals("0", NumberText.fixed(-0.0, 0));
    assertEquals("0.00", NumberText.fixed(-0.001, 2));
    assertEquals("-0.01", NumberText.fixed(-0.009, 2));
    assertEquals("0.00", NumberText.inCell(-0.001, 2));
  }

  @Test
  void aShareThatIsNotNothingIsNotZeroPercent() {
    assertEquals("0%", NumberText.percent(0));
    assertEquals("12.5%", NumberText.percent(0.125));
    assertEquals("25%", NumberText.percent(0.25));
    assertEquals("100%", NumberText.percent(1));
    assertEquals("0.0%", NumberText.percent(1e-4));
    assertEquals("NaN", NumberText.percent(Double.NaN));
  }
}
