package org.entroscope.runs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Converts a {@link RunSpec} to its canonical form. This is a separate class because Jackson takes
 * 0.5 s to load, and a training that writes no file does not need it.
 */
final class RunSpecJson {

  private static final int SCHEMA = 1;

  /**
   * The default values of a specification. A property that is added later gets its default here.
   * With its default it is omitted from the canonical form, so older hashes do not change.
   */
  private static final CanonicalJson JSON =
      new CanonicalJson(
          "{\"corpusHash\":\"\",\"precision\":\"FLOAT32\",\"start\":\"\",\"versions\":{}}");

  private RunSpecJson() {}

  static ObjectNode tree(RunSpec spec) {
    return JSON.tree(spec).put("schema", SCHEMA);
  }

  static String text(RunSpec spec) {
    return CanonicalJson.text(tree(spec));
  }

  static RunSpec parsed(String json) {
    return of(CanonicalJson.parsed(json));
  }

  static RunSpec of(ObjectNode tree) {
    ObjectNode rest = tree.deepCopy();
    JsonNode schema = rest.remove("schema");
    if (schema == null || !schema.isInt() || schema.intValue() != SCHEMA) {
      throw new IllegalArgumentException(
          "its settings have the schema %s, and this version of Entroscope reads %d"
              .formatted(schema, SCHEMA));
    }
    return JSON.value(rest, RunSpec.class);
  }

  static List<String> differences(RunSpec ours, RunSpec theirs) {
    List<String> differences = new ArrayList<>();
    compare("", CanonicalJson.complete(ours), CanonicalJson.complete(theirs), differences);
    return differences;
  }

  private static void compare(String of, JsonNode ours, JsonNode theirs, List<String> differences) {
    TreeSet<String> names = new TreeSet<>();
    ours.fieldNames().forEachRemaining(names::add);
    theirs.fieldNames().forEachRemaining(names::add);
    for (String name : names) {
      JsonNode here = ours.path(name);
      JsonNode there = theirs.path(name);
      String what = "the " + (name.equals("corpusHash") ? "corpus" : name) + of;
      if (here.isObject() && there.isObject()) {
        compare(" of " + what, here, there, differences);
      } else if (!here.equals(there)) {
        differences.add("%s is %s there and %s here".formatted(what, words(there), words(here)));
      }
    }
  }

  private static String words(JsonNode value) {
    return value.asText().isEmpty() ? "none" : value.asText();
  }
}
