package org.entroscope.kernel;

import java.util.Collection;
import java.util.List;

/** Frees memory after a cell has filled the heap. */
final class HeapRelief {

  private HeapRelief() {}

  /**
   * Frees the memory that the cell holds; its variables are cleared last.
   *
   * @param declared the variables that the cell declared
   * @return a sentence for the user
   */
  static String free(CellFields fields, Collection<String> declared) {
    System.gc();
    List<String> cleared = List.of();
    if (!HeapReserve.isRoomy()) {
      cleared = declared.stream().filter(fields::clear).toList();
      System.gc();
    }
    HeapReserve.hold();
    return "The heap of %,d MB was full.%s%s Set ENTROSCOPE_JAVA_OPTS=-Xmx... for a larger one."
        .formatted(
            HeapReserve.megabytes(),
            cleared.isEmpty()
                ? ""
                : " To free it, these variables were set to null: "
                    + String.join(", ", cleared)
                    + ".",
            HeapReserve.isRoomy()
                ? ""
                : " Variables of other cells hold most of it. Set the ones that are no longer"
                    + " needed to null.");
  }
}
