package org.entroscope.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NotebooksTest {

  @TempDir Path folder;

  @BeforeEach
  void notebooks() throws IOException {
    for (String name :
        List.of(
            "quickstart.ipynb",
            "theory.ipynb",
            "readme.md",
            "out/quickstart.ipynb",
            ".ipynb_checkpoints/quickstart-checkpoint.ipynb",
            "workshop/1-by-hand.ipynb",
            "workshop/2-maps.ipynb",
            "workshop/solutions/1-by-hand.ipynb")) {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, "{}");
    }
  }

  private List<String> named(String... names) {
    return new Notebooks(folder)
        .named(List.of(names)).stream().map(Notebooks.Notebook::name).toList();
  }

  private String refusal(String name) {
    return assertThrows(LabException.class, () -> named(name)).getMessage();
  }

  @Test
  void noNameMeansAllButResultsAndSolutions() {
    assertEquals(List.of("quickstart", "theory", "workshop/1-by-hand", "workshop/2-maps"), named());
  }

  @Test
  void namesWithAndWithoutFolderAndSuffix() {
    assertEquals(List.of("theory", "quickstart"), named("theory.ipynb", "quickstart", "theory"));
    assertEquals(List.of("workshop/2-maps"), named("2-maps"));
    assertEquals(List.of("workshop/1-by-hand"), named("workshop/1-by-hand"));
  }

  @Test
  void aFolderMeansWhatIsInIt() {
    assertEquals(
        List.of("workshop/1-by-hand", "workshop/2-maps", "workshop/solutions/1-by-hand"),
        named("workshop/"));
    assertEquals(List.of("workshop/solutions/1-by-hand"), named("workshop/solutions"));
  }

  @Test
  void aPathNamesAnyNotebook(@TempDir Path elsewhere) throws IOException {
    Path mine = Files.writeString(elsewhere.resolve("mine.ipynb"), "{}");
    assertEquals(List.of("mine"), named(mine.toString()));
    assertEquals(List.of("theory"), named(folder.resolve("theory.ipynb").toString()));
  }

  @Test
  void anUnknownNameListsTheRightOnes() {
    assertEquals(
        "there is no notebook \"quickstat\" in "
            + folder
            + "; there are: quickstart, theory, workshop/1-by-hand, workshop/2-maps,"
            + " workshop/solutions/1-by-hand",
        refusal("quickstat"));
  }

  @Test
  void anAmbiguousNameListsItsMeanings() {
    assertEquals(
        "\"1-by-hand\" may be any of: workshop/1-by-hand, workshop/solutions/1-by-hand",
        refusal("1-by-hand"));
  }

  @Test
  void theNotebooksThatLabSignsAreThoseThatWeShip() {
    List<String> there =
        new Notebooks(LabCommand.PROJECT.resolve("notebooks"))
            .all().stream().map(book -> book.name() + ".ipynb").sorted().toList();
    assertEquals(there, Trust.shipped().stream().sorted().toList());
  }
}
