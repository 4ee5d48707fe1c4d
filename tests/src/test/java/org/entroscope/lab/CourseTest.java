package org.entroscope.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CourseTest {

  private static final Path COURSE = LabCommand.PROJECT.resolve("notebooks").resolve("workshop");

  @TempDir Path folder;

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void aCopyHasTheNotebooksAndTheHandoutWithoutSolutions() throws IOException {
    Path copy = folder.resolve("mine");
    new CourseFolder(COURSE).copyTo(copy);
    assertEquals(
        List.of(
            "1-entropy-by-hand.ipynb",
            "2-reading-heat-maps.ipynb",
            "3-break-it.ipynb",
            "4-repair-it.ipynb",
            "5-your-own-idea.ipynb",
            "HANDOUT.md"),
        names(copy));
    String said =
        assertThrows(LabException.class, () -> new CourseFolder(COURSE).copyTo(copy)).getMessage();
    assertTrue(said.contains("--course reset"), said);
  }

  @Test
  void aResetKeepsWhatWasWritten() throws IOException {
    Path copy = folder.resolve("mine");
    CourseFolder course = new CourseFolder(COURSE);
    assertThrows(LabException.class, () -> course.reset(copy), "there is nothing to reset");
    course.copyTo(copy);
    Path first = copy.resolve("1-entropy-by-hand.ipynb");
    Files.writeString(first, "my answers");
    Files.writeString(copy.resolve("notes.txt"), "mine");
    Path before = course.reset(copy);
    assertEquals("before-1", before.getFileName().toString());
    assertEquals("my answers", Files.readString(before.resolve(first.getFileName())));
    assertEquals(-1, Files.mismatch(COURSE.resolve(first.getFileName()), first));
    assertEquals("mine", Files.readString(copy.resolve("notes.txt")));
    assertEquals("before-2", course.reset(copy).getFileName().toString());
    assertThrows(LabException.class, () -> new CourseFolder(copy.resolve("before-9")));
  }

  @Test
  void aPackHoldsWhatTheRoomNeeds() throws IOException {
    Path project = folder.resolve("project");
    for (String name :
        List.of(
            "pom.xml",
            "lib/src/A.java",
            "notebooks/lab",
            "notebooks/out/a.ipynb",
            "notebooks/.ipynb_checkpoints/b.ipynb",
            "kernel-extension/target/kernel/lib/k.jar",
            "kernel-extension/target/classes/K.class")) {
      Path file = project.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, name);
    }
    assertThrows(LabException.class, () -> new OfflinePack(project), "it is not built");
    Files.writeString(project.resolve("kernel-extension/target/kernel/built"), "1 2");
    Path jar = Files.writeString(folder.resolve("pytorch-win.jar"), "native");
    Path archive = folder.resolve("pack.zip");
    new OfflinePack(project).natives(jar).corpus("g/a/1/a-1-sources.jar", jar).write(archive);
    List<String> entries = new ArrayList<>();
    try (ZipFile zip = new ZipFile(archive.toFile())) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        entries.add(entry.getName().substring("entroscope/".length()));
      }
      String start =
          new String(
              zip.getInputStream(zip.getEntry("entroscope/start")).readAllBytes(),
              StandardCharsets.UTF_8);
      assertTrue(start.startsWith("#!/bin/sh"), start);
    }
    assertEquals(
        List.of(
            "start",
            "START-HERE.txt",
            "kernel-extension/target/kernel/built",
            "kernel-extension/target/kernel/lib/k.jar",
            "kernel-extension/target/kernel/lib/pytorch-win.jar",
            "lib/src/A.java",
            "notebooks/lab",
            "pom.xml",
            "repository/g/a/1/a-1-sources.jar"),
        entries);
  }

  /** Tests a folder with spaces, because pip splits its list of folders at spaces. */
  @Test
  void aPackIsOpenedFromAFolderWithSpaces() throws Exception {
    Path pack = Files.createDirectories(folder.resolve("My Files/entroscope"));
    Files.createDirectories(pack.resolve("wheels"));
    Files.writeString(pack.resolve("wheels/a.whl"), "");
    Files.createDirectories(pack.resolve("notebooks"));
    Files.writeString(
        pack.resolve("notebooks/lab"),
        "echo \"$@\"\nfor f in $PIP_FIND_LINKS; do ls \"$f\"; done\n");
    try (InputStream start = OfflinePack.class.getResourceAsStream("start.sh")) {
      Files.copy(start, pack.resolve("start"));
    }
    String said = start(pack, "my course", 0);
    String course = pack.getParent().toRealPath().resolve("my course").toString();
    assertEquals(
        List.of("--course new " + course, "a.whl", "--folder " + course, "a.whl"),
        said.lines().toList());
    String usage = start(pack, "--help", 2);
    assertTrue(usage.startsWith("usage: sh start [FOLDER]"), usage);
    assertFalse(Files.exists(pack.getParent().resolve("--help")), "an option is not a folder");
  }

  private String start(Path pack, String argument, int status) throws Exception {
    ProcessBuilder shell = new ProcessBuilder("sh", "entroscope/start", argument);
    shell.directory(pack.getParent().toFile()).redirectErrorStream(true);
    shell.environment().put("HOME", folder.toString());
    Process started = shell.start();
    String said = new String(started.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(status, started.waitFor(), said);
    return said;
  }

  @Test
  void theCommandLineSaysWhatIsWrong() {
    FakeMachine machine = new FakeMachine();
    Path notebooks = LabCommand.PROJECT.resolve("notebooks");
    assertEquals(1, CourseMain.execute(machine, notebooks, "dance"));
    assertTrue(
        String.join("\n", machine.said).contains("there is no 'dance'"), machine.said::toString);
    assertEquals(1, CourseMain.execute(machine, notebooks, "reset"));
    assertTrue(String.join("\n", machine.said).contains("name a folder"), machine.said::toString);
    String copy = folder.resolve("copy").toString();
    assertEquals(0, CourseMain.execute(machine, notebooks, "new", copy));
    assertEquals(0, CourseMain.execute(machine, notebooks, "progress", copy));
    assertTrue(String.join("\n", machine.said).contains("0 of "), machine.said::toString);
    assertFalse(Files.exists(folder.resolve("copy").resolve("solutions")));
    assertEquals(2, CourseMain.execute(machine, notebooks));
  }
}
