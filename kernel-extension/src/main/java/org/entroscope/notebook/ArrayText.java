package org.entroscope.notebook;

import java.lang.reflect.Array;

/** Formats arrays by their elements. Java would print only an identifier. */
final class ArrayText {

  private static final int MOST = 1000;

  private ArrayText() {}

  static DisplayBundle of(Object value) {
    return value.getClass().isArray() ? DisplayBundle.of(text(value)) : null;
  }

  private static String text(Object array) {
    StringBuilder text = new StringBuilder("[");
    int length = Array.getLength(array);
    for (int i = 0; i < Math.min(length, MOST); i++) {
      Object element = Array.get(array, i);
      text.append(i == 0 ? "" : ", ");
      text.append(element != null && element.getClass().isArray() ? text(element) : element);
    }
    return text.append(length > MOST ? ", ... %,d in all]".formatted(length) : "]").toString();
  }
}
