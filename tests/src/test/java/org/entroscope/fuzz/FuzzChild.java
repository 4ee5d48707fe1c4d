package org.entroscope.fuzz;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Reads damaged inputs in a process of its own, and says before each one which it is, so that one
 * that ends the process or never ends is known.
 */
public final class FuzzChild {

  static final String AT = "AT ";
  static final String FOUND = "FOUND ";
  static final String DONE = "DONE";

  private static final int LONGEST_MESSAGE = 500;
  private static final Pattern NULL = Pattern.compile("\\bnull\\b");

  /** What a message quotes is the input's. */
  private static final Pattern QUOTED = Pattern.compile("(?s)'.*?'");

  /** How many characters beside the word tell whether it was quoted from the input. */
  private static final int CONTEXT = 3;

  private FuzzChild() {}

  /** The arguments: a format, the first number, the number after the last, a folder. */
  public static void main(String[] arguments) throws Exception {
    PrintStream out = System.out;
    Format format = Formats.named(arguments[0]);
    Path home = Path.of(arguments[3]);
    Path input = home.resolve("input");
    List<Map<String, byte[]>> seeds = seeds(format, home);
    for (long number = Long.parseLong(arguments[1]);
        number < Long.parseLong(arguments[2]);
        number++) {
      InputFolder.clear(input);
      InputFolder.write(input, Mutations.of(seeds, number));
      out.println(AT + number);
      out.flush();
      String finding = finding(format, input);
      if (finding != null) {
        out.println(FOUND + number + " " + finding.replaceAll("\\s+", " "));
      }
    }
    out.println(DONE);
    out.flush();
    System.exit(0);
  }

  /** Written once, so that a process that takes over from one that died damages the same bytes. */
  private static List<Map<String, byte[]>> seeds(Format format, Path home) throws Exception {
    Path folder = home.resolve("seeds");
    if (!Files.exists(folder)) {
      InputFolder.clear(home.resolve("scratch"));
      Path part = home.resolve("seeds.part");
      InputFolder.clear(part);
      int index = 0;
      for (Map<String, byte[]> seed : format.seeds(home.resolve("scratch"))) {
        for (Map.Entry<String, byte[]> file : seed.entrySet()) {
          Path path = part.resolve(index + "/" + file.getKey());
          Files.createDirectories(path.getParent());
          Files.write(path, file.getValue());
        }
        index++;
      }
      Files.move(part, folder);
    }
    List<Path> all;
    try (var seeds = Files.list(folder)) {
      all = seeds.sorted().toList();
    }
    List<Map<String, byte[]>> seeds = new ArrayList<>();
    for (Path seed : all) {
      seeds.add(InputFolder.read(seed));
    }
    return seeds;
  }

  /** What is wrong with how an input was taken, or null. */
  static String finding(Format format, Path input) {
    try {
      return format.read(input);
    } catch (IOException
        | UncheckedIOException
        | IllegalArgumentException
        | IllegalStateException e) {
      return messageFinding(e, input);
    } catch (Throwable e) {
      return "unexpected "
          + e
          + " at "
          + List.of(e.getStackTrace()).stream().findFirst().orElse(null);
    }
  }

  private static String messageFinding(Exception e, Path input) {
    String message = e.getMessage();
    if (message == null || message.isBlank() || saysNull(message, input)) {
      return "a message with null: " + e;
    } else if (message.length() > LONGEST_MESSAGE) {
      return "a message of " + message.length() + " characters: " + message.substring(0, 200);
    } else if (e instanceof NumberFormatException || e.getClass().getName().contains("jackson")) {
      return "a message of a library's: " + e;
    }
    return null;
  }

  /**
   * Whether a message says null of its own. What it quotes does not count, nor, since a quoted text
   * may hold a quote itself, what stands in the input with the same characters beside it.
   */
  private static boolean saysNull(String message, Path input) {
    String unquoted = QUOTED.matcher(message).replaceAll("");
    if (!NULL.matcher(unquoted).find()) {
      return false;
    }
    String all = text(input);
    return NULL.matcher(unquoted)
        .results()
        .map(
            found ->
                unquoted.substring(
                    Math.max(0, found.start() - CONTEXT),
                    Math.min(unquoted.length(), found.end() + CONTEXT)))
        .anyMatch(context -> !all.contains(context));
  }

  private static String text(Path input) {
    try {
      StringBuilder all = new StringBuilder();
      for (byte[] file : InputFolder.read(input).values()) {
        all.append(new String(file, StandardCharsets.UTF_8));
      }
      return all.toString();
    } catch (IOException e) {
      return "";
    }
  }
}
