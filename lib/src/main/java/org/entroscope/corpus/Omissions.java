package org.entroscope.corpus;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.stream.Collectors;
import org.entroscope.files.Tables;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * The files and rows that a corpus leaves out: their number for each reason, and the first names.
 */
final class Omissions {

  private static final int NAMES = 3;
  private static final int NAME_CHARS = 60;

  /** The reasons for leaving something out. The text of a reason follows a number. */
  enum Why {
    BINARY("binary"),
    PACKED("of a format that is not read here"),
    OTHER("no table"),
    EMPTY("empty"),
    UNREADABLE("not readable"),
    HIDDEN("hidden"),
    LINK("symbolic links or special files"),
    ROW("rows without text"),
    NAME("with a name that no file here can have");

    private final String words;

    Why(String words) {
      this.words = words;
    }
  }

  private final Map<Why, Long> counts = new EnumMap<>(Why.class);
  private final Map<Why, List<String>> names = new EnumMap<>(Why.class);

  void add(Why why, String name) {
    counts.merge(why, 1L, Long::sum);
    List<String> first = names.computeIfAbsent(why, none -> new ArrayList<>());
    if (first.size() < NAMES) {
      first.add(shown(name));
    }
  }

  private static String shown(String name) {
    String plain = name.isBlank() ? "no name" : name.replaceAll("\\p{Cntrl}", "\uFFFD");
    return plain.length() <= NAME_CHARS ? plain : plain.substring(0, NAME_CHARS - 3) + "...";
  }

  /** Returns the total number. */
  long count() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  private String examples(Why why) {
    String some = String.join(", ", names.get(why));
    return counts.get(why) > NAMES ? some + ", ..." : some;
  }

  /** Returns a table with one row per reason. */
  Table table() {
    Table table =
        Tables.create(
            "left out",
            StringColumn.create("reason"),
            LongColumn.create("count"),
            StringColumn.create("examples"));
    for (Entry<Why, Long> entry : counts.entrySet()) {
      var row = table.appendRow();
      row.setString("reason", entry.getKey().words);
      row.setLong("count", entry.getValue());
      row.setString("examples", examples(entry.getKey()));
    }
    return table;
  }

  /**
   * Returns for example "left out: 2 binary (a.class, b.png), 1 empty (c.txt)"; empty if nothing is
   * left out.
   */
  @Override
  public String toString() {
    return counts.isEmpty()
        ? ""
        : counts.entrySet().stream()
            .map(e -> "%,d %s (%s)".formatted(e.getValue(), e.getKey().words, examples(e.getKey())))
            .collect(Collectors.joining(", ", "left out: ", ""));
  }
}
