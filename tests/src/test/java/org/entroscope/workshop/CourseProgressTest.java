package org.entroscope.workshop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CourseProgressTest {

  @TempDir Path folder;

  private void notebook(String name, String... texts) throws IOException {
    StringBuilder outputs = new StringBuilder();
    for (String text : texts) {
      outputs.append(outputs.isEmpty() ? "" : ",");
      outputs.append("{\"data\": {\"text/plain\": [\"").append(text).append("\"]}}");
    }
    Files.writeString(
        folder.resolve(name), "{\"cells\": [{\"outputs\": [%s]}]}".formatted(outputs));
  }

  @Test
  void savedNotebooksTellWhatIsSolved() throws IOException {
    notebook(
        "1.ipynb",
        "Right (an even row): 2.079 nats",
        "Not yet (one nat): too small",
        "Not yet (half of it): there is no answer; expected is a number",
        "Right (an exercise of others): yes");
    notebook("2.ipynb", "Not yet (an even row): an older answer");
    Files.writeString(folder.resolve("3.ipynb"), "{ half of a file");
    CourseProgress progress = CourseProgress.of(folder);
    assertEquals(1, progress.solved());
    String text = progress.toString();
    assertTrue(text.startsWith("1 of %d exercises".formatted(Exercise.names().size())), text);
    assertTrue(text.contains("[x] an even row"), text);
    assertTrue(text.contains("[ ] one nat (tried)"), text);
    assertTrue(text.lines().anyMatch("  [ ] half of it"::equals), text);
    assertEquals("solved", progress.toTable().getString(0, "state"));
    assertEquals(Exercise.names().size(), progress.toTable().rowCount());
    assertThrows(UncheckedIOException.class, () -> CourseProgress.of(folder.resolve("elsewhere")));
  }

  @Test
  void answersOfThisProcessCount() {
    Exercise.check("an even row", Math.log(8));
    Exercise.check("an even row", 3.0);
    assertTrue(Exercise.progress().toString().contains("[x] an even row"), "it stays solved");
  }
}
