package org.entroscope.lab;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the notebooks in the jar, which are used if Entroscope is started without a clone. */
class PackedNotebooksTest {

  private static final Path NOTEBOOKS = Path.of("..", "notebooks");

  @TempDir Path folder;

  @Test
  void theyAreThoseOfTheProjectWithTheirResults() throws Exception {
    assertTrue(PackedNotebooks.unpackInto(folder) > 20);
    for (String shipped : Trust.shipped()) {
      assertArrayEquals(
          Files.readAllBytes(NOTEBOOKS.resolve(shipped)),
          Files.readAllBytes(folder.resolve(shipped)),
          shipped);
    }
    assertTrue(Files.isDirectory(folder.resolve("results/series")));
  }

  @Test
  void whatTheUserChangedStays() throws Exception {
    Path mine = Files.writeString(folder.resolve("quickstart.ipynb"), "mine");
    int first = PackedNotebooks.unpackInto(folder);
    assertEquals("mine", Files.readString(mine));
    Files.delete(folder.resolve("theory.ipynb"));
    assertEquals(1, PackedNotebooks.unpackInto(folder), "of " + first);
  }
}
