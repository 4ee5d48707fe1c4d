package org.entroscope.files;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;

/** Describes syntax errors in JSON without quoting the text, which may be arbitrary. */
public final class JsonSyntax {

  private JsonSyntax() {}

  /** Returns the fault as a short clause that begins with "it" or "its". */
  public static String fault(JacksonException e) {
    if (e instanceof JsonEOFException) {
      return "it is not whole JSON: it ends in the middle";
    }
    if (e instanceof StreamConstraintsException) {
      return "its JSON is nested too deeply, or has a number or a text that is too long";
    }
    JsonLocation place = e.getLocation();
    return place == null || place.getLineNr() < 1
        ? "it is not valid JSON"
        : "it is not valid JSON at line %d, column %d"
            .formatted(place.getLineNr(), place.getColumnNr());
  }
}
