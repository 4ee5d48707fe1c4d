package org.entroscope.pretrained;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;

/**
 * Tests that the number of damaged folders does not shrink unnoticed. Hostile servers are not
 * counted.
 */
class HostileCountTest {

  private static final int LEAST = 200;

  @Test
  void thereAreAtLeastTwoHundredDifferentDamagedFolders() throws IOException {
    HostileTensorsTest tensors = new HostileTensorsTest();
    HostileSettingsTest settings = new HostileSettingsTest();
    List<List<DynamicTest>> all =
        List.of(
            tensors.truncatedFiles(),
            tensors.headerLengthsThatLie(),
            tensors.headersThatAreNone(),
            tensors.tensorsThatLie(),
            tensors.goodFilesWithOneTensorChanged(),
            tensors.bytesOfTheHeaderAtRandom(),
            settings.indexesThatLie(),
            settings.configurationsThatLie());
    Stream<String> names = all.stream().flatMap(List::stream).map(DynamicTest::getDisplayName);
    long count = names.distinct().count();
    assertTrue(count >= LEAST, count + " hostile folders");
    System.out.println(count + " hostile folders");
  }
}
