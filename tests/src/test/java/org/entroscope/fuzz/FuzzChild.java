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
 * Reads damaged inputs in a separate process. It prints the number of each input before it reads
 * it. If an input ends the process or never ends, the number is therefore known.
 */
public final class FuzzChild {

  static final String AT = "AT ";
  static final String FOUND = "FOUND ";
  static final String DONE = "DONE";

  private static final int LONGEST_MESSAGE = 500;
  private static final Pattern NULL = Pattern.compile("\\bnull\\b");

  /** Text that a message quotes from the input. */
  private static final Pattern QUOTED = Pattern.compile("(?s)'.*?'");

  /** The number of characters on each side of the word that decide whether the input was quoted. */
  private static final int CONTEXT = 3;

  private FuzzChild() {}

  /**
   * Runs the program. The arguments are a format, the first number, the number after the last one,
   * and a folder.
   */
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

  /**
   * Returns the valid inputs. They are written only once, so that a process that replaces a dead
   * one damages the same bytes.
   */
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

  /** Reads an input and returns what is wrong with the result, or null. */
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
   * Returns whether a message itself contains the word null. Quoted text does not count. A quoted
   * text may contain a quote, so the word does not count either if the input contains it with the
   * same characters next to it.
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
