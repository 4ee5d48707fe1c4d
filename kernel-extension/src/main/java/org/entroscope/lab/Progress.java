package org.entroscope.lab;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reports the progress of a download by pip or apt: the file, the amount and the time so far. It
 * reads the output of the two programs.
 */
public final class Progress implements Machine.Watcher {

  private static final Duration INTERVAL = Duration.ofSeconds(10);

  private static final Pattern APT_TOTAL =
      Pattern.compile("^Need to get ([\\d.,]+) ([kMG]?B)(?:/\\S+ [kMG]?B)? of archives.*");
  private static final Pattern APT_PACKAGE =
      Pattern.compile("^Get:\\d+ \\S+ \\S+ \\S+ (\\S+) .*\\[([\\d.,]+) ([kMG]?B)\\].*");
  private static final Pattern PIP_PACKAGE =
      Pattern.compile(
          "^\\s*(?:Downloading|Using cached|Processing) (?:\\S*/)?(\\w[\\w.]*)-\\d\\S*(?<!metadata)"
              + "(?: \\(([\\d.]+) (bytes|[kMG]B)\\))?(?: \\(from .*)?$");
  private static final Pattern INSTALLING =
      Pattern.compile("^(?:Installing collected packages|Selecting previously unselected).*");

  private final Machine machine;
  private double totalBytes;
  private double bytes;
  private int packages;
  private String current = "";
  private boolean installing;
  private Duration saidAt = Duration.ZERO;

  /**
   * @param machine the machine that prints the reports
   */
  public Progress(Machine machine) {
    this.machine = machine;
  }

  @Override
  public void line(String line) {
    Matcher total = APT_TOTAL.matcher(line);
    if (total.matches()) {
      totalBytes = bytes(total.group(1), total.group(2));
      machine.say("  " + size(totalBytes) + " to fetch");
      return;
    }
    if (INSTALLING.matcher(line).matches()) {
      if (!installing) {
        installing = true;
        machine.say("  " + amount() + " fetched; installing ...");
      }
      return;
    }
    for (Pattern form : new Pattern[] {APT_PACKAGE, PIP_PACKAGE}) {
      Matcher one = form.matcher(line);
      if (one.matches()) {
        packages++;
        current = one.group(1);
        bytes += one.group(2) == null ? 0 : bytes(one.group(2), one.group(3));
        return;
      }
    }
  }

  @Override
  public void passed(Duration time) {
    if (time.minus(saidAt).compareTo(INTERVAL) >= 0) {
      saidAt = time;
      String doing =
          installing
              ? "installing"
              : packages == 0 ? "no package yet" : amount() + ", now " + current;
      machine.say("  " + doing + " (" + time.toSeconds() + " s)");
    }
  }

  private String amount() {
    String fetched = bytes == 0 ? "" : ", " + size(bytes);
    return packages
        + (packages == 1 ? " package" : " packages")
        + fetched
        + (totalBytes > 0 ? " of " + size(totalBytes) : "");
  }

  private static double bytes(String number, String unit) {
    double value = Double.parseDouble(number.replace(",", ""));
    return switch (unit) {
      case "kB" -> value * 1e3;
      case "MB" -> value * 1e6;
      case "GB" -> value * 1e9;
      default -> value;
    };
  }

  private static String size(double bytes) {
    return bytes < 1e6
        ? String.format(Locale.ROOT, "%.0f kB", bytes / 1e3)
        : String.format(Locale.ROOT, "%.0f MB", bytes / 1e6);
  }
}
