package org.entroscope.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.entroscope.lab.LabCommand.Ended;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The workshop's second notebook, which trains for a few seconds, as a learner finds it and solved.
 * The others run with all notebooks.
 */
@Tag("slow")
class WorkshopIT {

  private static final String NAME = "workshop/2-reading-heat-maps";
  private static final String SOLVED = "workshop/solutions/2-reading-heat-maps";
  private static final int EXERCISES = 3;

  @TempDir Path results;

  @Test
  void unsolvedExercisesAskAndSolutionsAreRight() throws Exception {
    Path notebooks = LabCommand.PROJECT.resolve("notebooks");
    Ended ended =
        LabCommand.run(
            notebooks,
            "--run",
            NAME,
            SOLVED,
            "--folder",
            notebooks.toString(),
            "--out",
            results.toString());
    assertEquals(0, ended.status(), ended.said());
    String asked = NotebookFile.outputs(results.resolve(NAME + ".ipynb"));
    assertEquals(EXERCISES, asked.split("nothing is handed in; wanted is", -1).length - 1, asked);
    String solved = NotebookFile.outputs(results.resolve(SOLVED + ".ipynb"));
    assertEquals(EXERCISES, solved.split("(?m)^Right \\(", -1).length - 1, solved);
    assertFalse(solved.contains("Not yet ("), solved);
    assertTrue(solved.contains("ln(128!)/128"), solved);
  }
}
