package org.entroscope.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests that the packages form layers and that each package depends only on lower layers. */
class RoomsTest {

  private static final List<String> FROM_THE_BOTTOM =
      List.of(
          "files",
          "progress",
          "safetensors",
          "engine",
          "architecture",
          "hub",
          "tokens",
          "corpus",
          "statistics",
          "component",
          "model",
          "privacy",
          "runs",
          "training",
          "pretrained",
          "sweep",
          "paper",
          "plot",
          "workshop",
          "notebook",
          "kernel",
          "lab");

  private static JavaClasses classes;

  @BeforeAll
  static void read() {
    classes =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.entroscope");
  }

  static List<String> rooms() {
    return FROM_THE_BOTTOM;
  }

  @Test
  void everyPackageIsARoom() {
    Set<String> packages =
        classes.stream()
            .map(type -> type.getPackageName().split("\\.")[2])
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(new TreeSet<>(FROM_THE_BOTTOM), packages);
  }

  @ParameterizedTest
  @MethodSource("rooms")
  void aRoomKnowsOnlyWhatLiesBelow(String room) {
    int floor = FROM_THE_BOTTOM.indexOf(room);
    String[] above =
        FROM_THE_BOTTOM.subList(floor + 1, FROM_THE_BOTTOM.size()).stream()
            .map(name -> "org.entroscope." + name + "..")
            .toArray(String[]::new);
    noClasses()
        .that()
        .resideInAPackage("org.entroscope." + room + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(above)
        .check(classes);
  }

  @Test
  void figuresAndThePaperNeedNoEngine() {
    noClasses()
        .that()
        .resideInAnyPackage("org.entroscope.plot..", "org.entroscope.paper..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("ai.djl..")
        .check(classes);
  }

  @Test
  void theLibraryKnowsNothingOfNotebooks() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "org.entroscope.notebook..", "org.entroscope.kernel..", "org.entroscope.lab..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.dflib.jjava..", "io.github.spencerpark..")
        .check(classes);
  }
}
