package org.entroscope.notebook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the traces and the layout that the script of a figure in HTML draws. */
final class DrawnFrom {

  private static final Pattern INPUT =
      Pattern.compile("(?s)\\}\\)\\s*\\((\\{.*?\\})\\);\\s*</script>");

  private DrawnFrom() {}

  static JsonNode html(String html) {
    Matcher input = INPUT.matcher(html);
    if (!input.find()) {
      throw new AssertionError("no figure in " + html);
    }
    try {
      return new ObjectMapper().readTree(input.group(1));
    } catch (JsonProcessingException e) {
      throw new AssertionError(input.group(1), e);
    }
  }
}
