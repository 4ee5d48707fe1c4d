package org.entroscope.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The packages are rooms above one another; a room knows only what lies below it. */
class RoomsTest {

  private static final List<String> FROM_THE_BOTTOM =
      List.of(
          "files",
          "progress",
          "architecture",
          "safetensors",
          "engine",
          "data",
          "entropy",
          "model",
          "privacy",
          "training",
          "pretrained",
          "sweep",
          "paper",
          "findings",
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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "files",
        "progress",
        "architecture",
        "engine",
        "data",
        "entropy",
        "model",
        "privacy",
        "training",
        "sweep",
        "paper",
        "findings",
        "plot",
        "workshop",
        "notebook",
        "kernel"
      })
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
        .allowEmptyShould(true)
        .check(classes);
  }

  @Test
  void figuresAndPlainValuesNeedNoEngine() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "org.entroscope.plot..",
            "org.entroscope.findings..",
            "org.entroscope.paper..",
            "org.entroscope.architecture..")
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
