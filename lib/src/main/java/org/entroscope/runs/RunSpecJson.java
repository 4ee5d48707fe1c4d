package org.entroscope.runs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * The canonical form of a {@link RunSpec}. It is a class of its own because Jackson takes 0.5 s to
 * load, which a training that writes no file does without.
 */
final class RunSpecJson {

  private static final int SCHEMA = 1;

  /**
   * What a specification is that does not say otherwise. A property that is added later has its
   * default here, with which it is left out of the canonical form: older hashes stay as they are.
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
