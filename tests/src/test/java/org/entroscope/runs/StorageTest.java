package org.entroscope.runs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.entroscope.files.AtomicFile;
import org.entroscope.files.FileTree;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@EnabledForJreRange(max = JRE.JAVA_23, disabledReason = "Spark 4.0 ends there")
class StorageTest {

  @TempDir Path folder;

  private Storage open(String scheme) throws IOException {
    Configuration configuration = new Configuration();
    configuration.set(SharedFileSystem.SETTING, SharedFileSystem.class.getName());
    Storage storage = Storages.open(scheme + folder.resolve("sweep"), configuration);
    assertEquals(
        scheme.equals("shared://") ? HadoopStorage.class : FolderStorage.class, storage.getClass());
    return storage;
  }

  @Test
  void theNextRunRemovesWhatAKilledOneLeft() throws IOException {
    Path runs = Files.createDirectories(folder.resolve("sweep/runs"));
    Path old = Files.createDirectories(AtomicFile.part(runs.resolve("one")));
    Files.writeString(old.resolve("run.json"), "{");
    Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
    Path young = Files.createDirectories(AtomicFile.part(runs.resolve("two")));
    Path foreign = Files.createFile(runs.resolve("notes.part"));
    Files.setLastModifiedTime(foreign, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
    open("").writeFolder("runs/three", files(Map.of("x", new byte[] {1})));
    assertFalse(Files.exists(old), "abandoned");
    assertTrue(Files.exists(young), "another process may be writing it");
    assertTrue(Files.exists(foreign), "not ours");
    assertTrue(Files.exists(runs.resolve("three/x")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "file:", "file://", "shared://"})
  void filesAndFoldersAppearWholeAndNothingIsLeftBeside(String scheme) throws IOException {
    Storage storage = open(scheme);
    assertEquals(List.of(), storage.list("runs"));
    assertFalse(storage.exists("a.json"));
    assertThrows(NoSuchFileException.class, () -> storage.read("a.json"));

    storage.write("a.json", new byte[] {1});
    storage.write("a.json", new byte[] {2, 3});
    assertArrayEquals(new byte[] {2, 3}, storage.read("a.json"));

    storage.writeFolder("runs/one", files(Map.of("x", new byte[] {4}, "y", new byte[0])));
    storage.writeFolder("runs/one", files(Map.of("x", new byte[] {9}, "z", new byte[] {9})));
    assertEquals(List.of("x", "y"), storage.list("runs/one"), "the first stays");
    assertArrayEquals(new byte[] {4}, storage.read("runs/one/x"));
    assertTrue(storage.exists("runs/one/y"));

    storage.delete("a.json");
    storage.delete("a.json");
    assertEquals(List.of("runs"), storage.list(""));
  }

  private static AtomicFile.Content files(Map<String, byte[]> files) {
    return part -> {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        Files.write(part.resolve(file.getKey()), file.getValue());
      }
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "shared://"})
  void whatIsNotWholeIsNotListed(String scheme) throws IOException {
    Storage storage = open(scheme);
    storage.writeFolder("runs/one", files(Map.of("x", new byte[] {4})));
    Files.createDirectory(AtomicFile.part(folder.resolve("sweep/runs/two")));
    assertThrows(
        IOException.class,
        () ->
            storage.writeFolder(
                "runs/three",
                part -> {
                  Files.write(part.resolve("x"), new byte[] {4});
                  throw new IOException("the disk is full");
                }));
    assertEquals(List.of("one"), storage.list("runs"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "shared://"})
  void aRunIsReadFromAnyFileSystem(String scheme) throws IOException {
    Path recorded = Path.of("..", "notebooks", "results", "series", "runs");
    Path run = recorded.resolve(FileTree.names(recorded).get(0));
    Storage storage = open(scheme);
    storage.writeFolder(
        "runs/one",
        part -> {
          for (String name : FileTree.names(run)) {
            Files.copy(run.resolve(name), part.resolve(name));
          }
        });
    RunSummary read = RunSummary.read("one", name -> storage.read("runs/one/" + name));
    assertEquals(RunSummary.load(run).record(), read.record());
    assertEquals(RunSummary.load(run).history(), read.history());
  }

  @Test
  void aSingleRunIsKeptOnThisMachine() {
    Path here = folder.resolve("run");
    assertEquals(here, Storages.local(here.toString()));
    assertEquals(here, Storages.local("file:" + here));
    assertEquals(
        "a single run is kept in a folder of this machine, which hdfs:///user/me/a is not; choose"
            + " another one, or train it as a sweep, which can write there:"
            + " Sweep.of(...).into(...)",
        assertThrows(IllegalArgumentException.class, () -> Storages.local("hdfs:///user/me/a"))
            .getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "shared://"})
  void filesTravelBothWays(String scheme) throws IOException {
    Path here = Files.write(folder.resolve("here"), new byte[100_000]);
    Storage storage = open(scheme);
    storage.upload(here, "corpus/t.tokens");
    storage.upload(Files.write(folder.resolve("other"), new byte[3]), "corpus/t.tokens");
    storage.download("corpus/t.tokens", folder.resolve("back"));
    assertArrayEquals(Files.readAllBytes(here), Files.readAllBytes(folder.resolve("back")));
  }

  @Test
  void aFileInTheFoldersPlaceIsNamed() throws IOException {
    Path file = Files.write(folder.resolve("sweep"), new byte[0]);
    Storage storage = new FolderStorage(file);
    assertEquals(
        file + " is a file; a sweep needs a folder for its results",
        assertThrows(IOException.class, () -> storage.write("a", new byte[0])).getMessage());
  }
}
