package org.entroscope.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.entroscope.files.FileTree;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the folder of jars for Jupyter's kernel, wherever Maven or JBang keeps the jars. */
class JarFolderTest {

  @TempDir Path folder;
  private Path kernel;
  private Path other;

  @BeforeEach
  void jars() throws IOException {
    kernel = jar("kernel/entroscope-kernel-1.jar");
    jar("kernel/entroscope-kernel-1-sources.jar");
    other = jar("group/core-1.jar");
  }

  private Path jar(String name) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, name);
  }

  private Path of(Path... jars) throws IOException {
    String path =
        String.join(File.pathSeparator, List.of(jars).stream().map(Path::toString).toList());
    return JarFolder.of(kernel, path, folder.resolve("cache"));
  }

  @Test
  void jarsThatAreTogetherStayWhereTheyAre() throws IOException {
    assertEquals(kernel.getParent(), of(kernel, jar("kernel/b.jar")));
  }

  @Test
  void jarsOfManyFoldersComeTogether() throws IOException {
    Path same = jar("another-group/core-1.jar");
    Path lib = of(kernel, kernel, other, same);
    assertEquals(
        List.of("core-1.jar", "entroscope-kernel-1.jar", "other-core-1.jar", "sources"),
        FileTree.names(lib));
    assertEquals("group/core-1.jar", Files.readString(lib.resolve("core-1.jar")));
    assertEquals("another-group/core-1.jar", Files.readString(lib.resolve("other-core-1.jar")));
    assertEquals(
        List.of("entroscope-kernel-1-sources.jar"), FileTree.names(lib.resolve("sources")));
    assertEquals(lib, of(kernel, kernel, other, same), "the next start finds it");
    assertNotEquals(lib, of(kernel, other), "another class path has another");
  }
}
