package org.entroscope.house;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.maven.artifact.versioning.ComparableVersion;

/**
 * A published vulnerability of libraries, in the OSV format (ossf.github.io/osv-schema).
 *
 * @param id the id, such as "GHSA-72hv-8253-57qq"
 * @param words the ids in other databases and the summary
 * @param json the complete advisory
 */
record Advisory(String id, String words, JsonNode json) {

  private static final Pattern LAST_KNOWN = Pattern.compile("(<=?) *(\\S+)");

  static Advisory of(JsonNode json) {
    List<String> aliases = new ArrayList<>();
    json.path("aliases").forEach(alias -> aliases.add(alias.asText()));
    String words = String.join(", ", aliases) + " " + json.path("summary").asText();
    return new Advisory(json.path("id").asText(), words.strip(), json);
  }

  /** Returns whether the advisory concerns libraries in Maven repositories and is not withdrawn. */
  boolean isOfMaven() {
    if (json.has("withdrawn")) {
      return false;
    }
    for (JsonNode affected : json.path("affected")) {
      if (affected.at("/package/ecosystem").asText().startsWith("Maven")) {
        return true;
      }
    }
    return false;
  }

  /** Returns whether a version of a library has the vulnerability. */
  boolean affects(String group, String artifact, String version) {
    for (JsonNode affected : json.path("affected")) {
      if (affected.at("/package/ecosystem").asText().startsWith("Maven")
          && affected.at("/package/name").asText().equals(group + ":" + artifact)
          && affects(affected, version)) {
        return true;
      }
    }
    return false;
  }

  private static boolean affects(JsonNode affected, String version) {
    for (JsonNode named : affected.path("versions")) {
      if (named.asText().equals(version)) {
        return true;
      }
    }
    // the database of GitHub uses this field if no fixed version is known
    Matcher last =
        LAST_KNOWN.matcher(
            affected.at("/database_specific/last_known_affected_version_range").asText());
    if (last.matches()) {
      int order = compare(version, last.group(2));
      if (order > 0 || order == 0 && last.group(1).equals("<")) {
        return false;
      }
    }
    for (JsonNode range : affected.path("ranges")) {
      if (!range.path("type").asText().equals("GIT") && isWithin(range, version)) {
        return true;
      }
    }
    return false;
  }

  private record Event(String kind, String version) {}

  private static boolean isWithin(JsonNode range, String version) {
    List<Event> events = new ArrayList<>();
    range
        .path("events")
        .forEach(
            event ->
                event
                    .properties()
                    .forEach(one -> events.add(new Event(one.getKey(), one.getValue().asText()))));
    events.sort(Comparator.comparing(event -> new ComparableVersion(event.version)));
    boolean within = false;
    for (Event event : events) {
      int order = event.version.equals("0") ? 1 : compare(version, event.version);
      switch (event.kind) {
        case "introduced" -> within |= order >= 0;
        case "fixed", "limit" -> within &= order < 0;
        case "last_affected" -> within &= order <= 0;
        default -> throw new IllegalArgumentException("unknown event: " + event);
      }
    }
    return within;
  }

  private static int compare(String a, String b) {
    return new ComparableVersion(a).compareTo(new ComparableVersion(b));
  }
}
