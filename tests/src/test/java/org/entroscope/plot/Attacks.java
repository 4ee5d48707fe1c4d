package org.entroscope.plot;

import java.util.List;

/** Texts that a careless page would execute, drop or garble. */
public final class Attacks {

  /** The name of the property that a successful attack would set on the window. */
  public static final String MARK = "entroscopeAttacked";

  public static final List<String> TEXTS =
      List.of(
          "<s>",
          "<b>bold</b> & <i>italic</i> &amp; &lt;",
          "</script><script>window." + MARK + "=1</script>",
          "<img src=x onerror='window." + MARK + "=1'>",
          "\"><svg onload=\"window." + MARK + "=1\">",
          "<a href=\"javascript:window." + MARK + "=1\">SM</a>",
          "<a href='https://elsewhere.example/'>here</a> <span"
              + " style=\"position:fixed\">x</span><br>",
          "' onmouseover='window." + MARK + "=1' x='",
          "javascript:window." + MARK + "=1",
          "<iframe srcdoc=\"<script>parent." + MARK + "=1</script>\"></iframe>",
          "<!--<script>",
          "']});window." + MARK + "=1;//",
          "${window." + MARK + "=1} `window." + MARK + "=1` @@library@@ %{x}",
          "$\\alpha$ \\u003c \\",
          "\u05e9\u05dc\u05d5\u05dd <\u202eSM\u202c> \u0645\u0631\u062d\u0628\u0627",
          "line\u2028separator\u2029 and\nnewline");

  private Attacks() {}
}
