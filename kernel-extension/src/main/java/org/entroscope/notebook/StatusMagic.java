package org.entroscope.notebook;

import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The magic {@code %entroscope}, which shows the state and sets how figures include plotly.js. */
final class StatusMagic {

  private static final String USAGE =
      "%entroscope shows the state. %entroscope embed all|once|none embeds plotly.js (640 kB) in"
          + " every figure of the notebook, in one of them, or in none";

  private StatusMagic() {}

  static DisplayBundle run(List<String> arguments) {
    if (arguments.isEmpty()) {
      return status();
    }
    if (arguments.size() == 2 && arguments.get(0).equals("embed")) {
      String choice = arguments.get(1).toUpperCase(Locale.ROOT);
      for (PlotlyOutput.Embed embed : PlotlyOutput.Embed.values()) {
        if (embed.name().equals(choice)) {
          Notebook.plotly().embed(embed);
          return DisplayBundle.of(words(embed));
        }
      }
    }
    throw new IllegalArgumentException(
        "not understood: " + String.join(" ", arguments) + ". " + USAGE);
  }

  private static String words(PlotlyOutput.Embed embed) {
    return switch (embed) {
      case ALL -> "every figure embeds plotly.js: each works alone, and is 640 kB larger";
      case ONCE -> "the next figure embeds plotly.js for all figures of the notebook";
      case NONE -> "figures do not embed plotly.js: pages load it from the Jupyter server";
    };
  }

  private static DisplayBundle status() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("Entroscope", Versions.entroscope());
    facts.put(
        "Java",
        "%s (%s)"
            .formatted(System.getProperty("java.version"), System.getProperty("java.vm.name")));
    facts.putAll(EngineFacts.read());
    facts.put("processors", String.valueOf(Runtime.getRuntime().availableProcessors()));
    facts.put("cache folder", EngineFacts.cacheFolder());
    facts.put("memory", memory());
    facts.put("plotly.js", words(Notebook.plotly().embed()));
    StringBuilder html = new StringBuilder("<table class=\"entroscope-status\"><tbody>");
    StringBuilder text = new StringBuilder();
    facts.forEach(
        (name, value) -> {
          html.append("<tr><th style=\"text-align:left\">")
              .append(Html.escape(name))
              .append("</th><td style=\"text-align:left\">")
              .append(Html.escape(value))
              .append("</td></tr>");
          text.append("%-14s %s%n".formatted(name, value));
        });
    return DisplayBundle.of(html.append("</tbody></table>").toString(), text.toString());
  }

  private static String memory() {
    Runtime runtime = Runtime.getRuntime();
    long used = runtime.totalMemory() - runtime.freeMemory();
    String words =
        String.format(
            Locale.ROOT,
            "heap %,d MB of %,d MB (-Xmx in ENTROSCOPE_JAVA_OPTS changes it)",
            used >> 20,
            runtime.maxMemory() >> 20);
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system
        ? words
            + String.format(
                Locale.ROOT,
                "; machine %,d MB free of %,d MB",
                system.getFreeMemorySize() >> 20,
                system.getTotalMemorySize() >> 20)
        : words;
  }
}
