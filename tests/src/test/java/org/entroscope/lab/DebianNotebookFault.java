package org.entroscope.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A bug in Debian's build of Notebook 7.4. This class repairs it in our copy of the page.
 *
 * <p>The developers of Notebook publish 7.4.0 to 7.6.1 with {@code @microsoft/fast-foundation}
 * 2.49.5. Debian's build has 2.50.0. In that version, the design tokens notify themselves endlessly
 * when a toolbar appears or disappears or the theme changes, and they catch every stack overflow at
 * every level of the recursion. As a result, the page logs tens of thousands of {@code RangeError:
 * Maximum call stack size exceeded}, grows by gigabytes and does not respond for minutes. Issue 144
 * of jupyterlab-contrib/search-replace on GitHub describes the same bug. The repair removes the
 * code that 2.50.0 added.
 */
final class DebianNotebookFault {

  /** The code that 2.50.0 added to the design tokens, with the code that was there before. */
  private static final Map<Pattern, String> ADDED = new LinkedHashMap<>();

  static {
    added(
        "try \\{\\s*(this\\.node\\.store\\.set\\(this\\.token, [^;]*;)\\s*\\}"
            + "\\s*catch \\(e\\) \\{\\s*console\\.error\\(e\\);\\s*\\}",
        "$1");
    added(
        "(this\\.values\\.delete\\(token\\);)"
            + "\\s*Observable\\.getNotifier\\(this\\)\\.notify\\(token\\.id\\);",
        "$1");
    added(
        "\\s*for \\(const token of this\\.bindingObservers\\.keys\\(\\)\\) \\{"
            + "\\s*this\\.tearDownBindingObserver\\(token\\);\\s*\\}",
        "");
    added(
        "(child\\.hydrate\\(token, this\\.bindingObservers[^;]*;)(?:\\s*//[^\\n]*)?"
            + "\\s*child\\.updateCSSTokenReflection\\(child\\.store, token\\);",
        "$1");
    added(
        "(const deleted = childToParent\\.delete\\(child\\);)"
            + "\\s*for \\(const \\[token\\] of this\\.store\\.all\\(\\)\\) \\{[^}]*\\}",
        "$1");
  }

  /** A charset with one character per byte. The rest of a script therefore stays unchanged. */
  private static final Charset BYTES = StandardCharsets.ISO_8859_1;

  private DebianNotebookFault() {}

  private static void added(String code, String before) {
    ADDED.put(Pattern.compile(code), before);
  }

  /**
   * Repairs the scripts of a page that have the bug.
   *
   * @param scripts the folder of the page's scripts
   * @return the number of changed files
   */
  static int mend(Path scripts) {
    try (Stream<Path> files = Files.list(scripts)) {
      int changed = 0;
      for (Path file : files.filter(one -> one.toString().endsWith(".js")).toList()) {
        String script = Files.readString(file, BYTES);
        String mended = mended(script);
        if (!mended.equals(script)) {
          Path part = file.resolveSibling(file.getFileName() + ".part");
          Files.writeString(part, mended, BYTES);
          Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
          changed++;
        }
      }
      return changed;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot mend Notebook's page in " + scripts, e);
    }
  }

  static String mended(String script) {
    if (!script.contains("class DesignTokenBindingObserver")) {
      return script;
    }
    String mended = script;
    for (Map.Entry<Pattern, String> one : ADDED.entrySet()) {
      mended = one.getKey().matcher(mended).replaceAll(one.getValue());
    }
    return mended;
  }
}
