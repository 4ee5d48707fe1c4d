package org.entroscope.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.maven.settings.Settings;
import org.entroscope.release.PublishedRepository;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests a project whose only dependency is the library: which jars it gets, and that they suffice.
 */
class EmbedderTest {

  /**
   * The measured value is 31 jars with 81 MB, without PyTorch's native libraries. The limits leave
   * some room for newer versions.
   */
  private static final int MOST_JARS = 34;

  private static final long MOST_MEGABYTES = 90;

  /**
   * Libraries that are not needed to train and measure, such as those for notebooks or clusters.
   */
  private static final String UNWANTED =
      "org\\.apache\\.(maven|spark|hadoop|parquet)\\b.*|eu\\.maveniverse.*|org\\.webjars.*|info\\.picocli.*"
          + "|org\\.dflib.*|org\\.jetbrains.*|org\\.scala-lang.*|dk\\.alexandra.*|org\\.slf4j:slf4j-simple.*";

  @TempDir static Path folder;
  private static List<MavenLibrary> found;

  @BeforeAll
  static void resolve() throws IOException {
    PublishedRepository published = PublishedRepository.in(folder.resolve("published"));
    Settings settings = MavenSettings.read(published.settings(), null);
    Path users = MavenSettings.localRepository(MavenSettings.ofUser());
    Path local = PublishedRepository.localWithout(users, folder.resolve("local"));
    List<String> problems = new ArrayList<>();
    found =
        MavenLibraries.find(settings, local, List.of(PublishedRepository.LIBRARY), problems::add);
    assertEquals(List.of(), problems);
  }

  @Test
  void nothingComesThatOnlyNotebooksNeed() throws IOException {
    List<String> unwanted =
        found.stream()
            .map(each -> each.group() + ":" + each.artifact())
            .filter(name -> name.matches(UNWANTED))
            .toList();
    assertEquals(List.of(), unwanted);
    long bytes = 0;
    int jars = 0;
    for (MavenLibrary each : found) {
      if (!each.artifact().startsWith("pytorch-native")) {
        bytes += Files.size(each.file());
        jars++;
      }
    }
    String measured = jars + " jars, " + bytes / 1_000_000 + " MB: " + found;
    assertTrue(jars <= MOST_JARS && bytes / 1_000_000 <= MOST_MEGABYTES, measured);
  }

  @Test
  void itTrainsMeasuresAndSavesAFigure() throws Exception {
    Path program = folder.resolve("Embedded.java");
    Files.writeString(
        program,
        """
        import java.nio.file.Path;
        import java.util.stream.Collectors;
        import java.util.stream.IntStream;
        import org.entroscope.architecture.ModelShape;
        import org.entroscope.corpus.Corpus;
        import org.entroscope.plot.HeatMap;
        import org.entroscope.training.Experiment;

        public class Embedded {
          public static void main(String[] arguments) throws Exception {
            var text = Corpus.of(
                IntStream.range(0, 3000).mapToObj(i -> i * i + " is " + i + " squared")
                    .collect(Collectors.joining("\\n")));
            var shape = new ModelShape(1, 2, 16, 16, 256);
            var run = Experiment.of("SM").on(text).shape(shape).steps(2).train();
            System.out.println("entropy " + run.entropy());
            HeatMap.of(run).save(Path.of(arguments[0]));
            try {
              Corpus.javaSources();
            } catch (IllegalStateException e) {
              System.out.println("sources " + e.getMessage());
            }
          }
        }
        """);
    Path page = folder.resolve("map.html");
    String classPath =
        found.stream()
            .map(each -> each.file().toString())
            .collect(Collectors.joining(File.pathSeparator));
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dmaven.repo.local=" + folder.resolve("nothing"),
                "-cp",
                classPath,
                program.toString(),
                page.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes());
    assertEquals(0, process.waitFor(), said);
    assertTrue(said.contains("entropy "), said);
    assertTrue(Files.readString(page).contains("Plotly"), "the page draws itself");
    String line = ": %maven " + String.join(" ", OptionalPart.MAVEN.coordinates());
    assertTrue(said.contains("sources downloading the sources of ") && said.contains(line), said);
  }
}
