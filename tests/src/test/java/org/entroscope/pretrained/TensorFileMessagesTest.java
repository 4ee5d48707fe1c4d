package org.entroscope.pretrained;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.entroscope.safetensors.SafetensorsFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that messages about tensor files say more than a path. */
class TensorFileMessagesTest {

  @TempDir Path folder;

  @Test
  void aFileThatCannotBeOpenedSaysWhy() throws IOException {
    Path missing = folder.resolve("model.safetensors");
    assertEquals(
        missing + ": it does not exist",
        assertThrows(NoSuchFileException.class, () -> SafetensorsFile.open(missing)).getMessage());
    assertEquals(
        "cannot read " + folder + ": it is a folder",
        assertThrows(IOException.class, () -> SafetensorsFile.open(folder)).getMessage());
    Files.write(missing, new byte[3]);
    assertEquals(
        missing
            + " is not a complete safetensors file: it has 3 bytes, too few for a header's length",
        assertThrows(IOException.class, () -> SafetensorsFile.open(missing)).getMessage());
  }

  @Test
  void aModelFolderThatIsNoneSaysWhy() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "no folder");
    for (Path path : new Path[] {folder.resolve("missing"), file, folder}) {
      String said =
          assertThrows(UncheckedIOException.class, () -> Pretrained.of(path)).getMessage();
      assertTrue(
          said.contains(path.toString()) && said.length() > path.toString().length() + 20, said);
    }
  }
}
