package org.entroscope.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests the check of advisories with a simulated list. */
class AdvisoryCheckTest {

  @TempDir Path folder;
  private Path list;
  private Path accepted;
  private Path dependencies;

  @BeforeEach
  void files() throws IOException {
    list = Files.createDirectories(folder.resolve("osv"));
    accepted = Files.writeString(folder.resolve("accepted.txt"), "# none\n");
    dependencies = Files.createDirectories(folder.resolve("lib/target")).resolve("list.txt");
    Files.writeString(
        dependencies,
        """

        The following files have been resolved:
           org.example:one:jar:1.5:compile -- module one (auto)
           org.example:two:jar:linux-x86_64:2.0:runtime (optional)
        """);
  }

  private static String advisory(String id, String name, String events) {
    return """
        {"id": "%s", "aliases": ["CVE-1-2"], "summary": "made up",
         "affected": [{"package": {"ecosystem": "Maven", "name": "%s"},
          "ranges": [{"type": "ECOSYSTEM", "events": [%s]}]}]}"""
        .formatted(id, name, events);
  }

  private void add(String id, String json) throws IOException {
    Files.writeString(list.resolve(id + ".json"), json);
  }

  private int check(ByteArrayOutputStream said) throws IOException {
    PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
    return AdvisoryCheck.check(list, accepted, List.of(dependencies), out);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"introduced\": \"0\"}, {\"fixed\": \"1.5\"} | 1.4.9 1.5-rc1 | 1.5 1.5.1 1.10",
        "{\"introduced\": \"1.2\"}, {\"fixed\": \"1.10\"} | 1.2 1.9 | 1.1 1.10 2.0",
        "{\"introduced\": \"0\"}, {\"last_affected\": \"1.5\"} | 0.1 1.5 | 1.5.1 2",
        "{\"introduced\": \"0\"} | 0.1 99 | ''",
        "{\"fixed\": \"3.1\"}, {\"introduced\": \"3.0\"}, {\"fixed\": \"2.1\"}, {\"introduced\":"
            + " \"2.0\"} | 2.0 2.0.9 3.0 | 1.9 2.1 2.9 3.1",
      })
  void aRangeIsReadAsItsSchemaSays(String events, String inside, String outside)
      throws IOException {
    Advisory advisory =
        Advisory.of(new ObjectMapper().readTree(advisory("GHSA-x", "org.example:one", events)));
    for (String version : inside.split(" ")) {
      assertTrue(advisory.affects("org.example", "one", version), version);
      assertTrue(!advisory.affects("org.example", "other", version), version);
    }
    for (String version : outside.isEmpty() ? new String[0] : outside.split(" ")) {
      assertTrue(!advisory.affects("org.example", "one", version), version);
    }
  }

  @Test
  void versionsByNameAndTheLastKnownOneCount() throws IOException {
    ObjectMapper json = new ObjectMapper();
    Advisory named =
        Advisory.of(
            json.readTree(
                """
                {"id": "a", "affected": [{"package": {"ecosystem": "Maven", "name": "g:a"},
                 "versions": ["1.0", "1.1"]}]}"""));
    assertTrue(named.affects("g", "a", "1.1"));
    assertTrue(!named.affects("g", "a", "1.2"));
    Advisory open =
        Advisory.of(
            json.readTree(
                """
                {"id": "b", "affected": [{"package": {"ecosystem": "Maven", "name": "g:a"},
                 "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}]}],
                 "database_specific": {"last_known_affected_version_range": "<= 3.2.2"}}]}"""));
    assertTrue(open.affects("g", "a", "3.2.2"));
    assertTrue(!open.affects("g", "a", "3.2.4"));
  }

  @Test
  void whatHoldsIsCountedAndNamed() throws IOException {
    add("GHSA-1", advisory("GHSA-1", "org.example:one", "{\"introduced\": \"0\"}"));
    add("GHSA-2", advisory("GHSA-2", "org.example:two", "{\"introduced\": \"2.1\"}"));
    add("GHSA-3", advisory("GHSA-3", "org.example:two", "{\"introduced\": \"1.9\"}"));
    add("GHSA-4", advisory("GHSA-4", "org.example:other", "{\"introduced\": \"0\"}"));
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    assertEquals(2, check(said));
    assertEquals(
        """
        GHSA-1 org.example:one 1.5 in lib: CVE-1-2 made up
        GHSA-3 org.example:two 2.0 in lib: CVE-1-2 made up
        2 libraries checked against 4 advisories: 2 to mend
        """,
        said.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n"));
  }

  @Test
  void anAcceptedOneNeedsAReason() throws IOException {
    add("GHSA-1", advisory("GHSA-1", "org.example:one", "{\"introduced\": \"0\"}"));
    Files.writeString(
        accepted, "GHSA-1 org.example:one we do not call it\nGHSA-9 org.example:one gone\n");
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    assertEquals(0, check(said));
    String text = said.toString(StandardCharsets.UTF_8);
    assertTrue(text.contains("(accepted: we do not call it)"), text);
    assertTrue(text.contains("not found any more: GHSA-9 org.example:one"), text);
    Files.writeString(accepted, "GHSA-1 org.example:one");
    assertThrows(IOException.class, () -> check(new ByteArrayOutputStream()));
  }

  @Test
  void withdrawnOnesAndOtherEcosystemsDoNotCount() throws IOException {
    String real = advisory("GHSA-1", "org.example:one", "{\"introduced\": \"0\"}");
    add("GHSA-1", real.replace("\"Maven\"", "\"npm\""));
    add("GHSA-2", real.replaceFirst("\\{", "{\"withdrawn\": \"2026-01-01\","));
    String nothing =
        assertThrows(IOException.class, () -> check(new ByteArrayOutputStream())).getMessage();
    assertTrue(nothing.startsWith("no advisory of the Maven ecosystem in "), nothing);
  }

  @Test
  void aDamagedFileAndAnEmptyListAreRefused() throws IOException {
    add("GHSA-1", "{\"id\": ");
    String damaged =
        assertThrows(IOException.class, () -> check(new ByteArrayOutputStream())).getMessage();
    assertTrue(damaged.contains("GHSA-1.json"), damaged);
    add("GHSA-1", advisory("GHSA-1", "org.example:one", "{\"introduced\": \"0\"}"));
    Files.writeString(dependencies, "nothing\n");
    assertThrows(IOException.class, () -> check(new ByteArrayOutputStream()));
  }

  @Test
  void theListMayBeAZip() throws IOException {
    Path zip = folder.resolve("all.zip");
    try (OutputStream file = Files.newOutputStream(zip);
        ZipOutputStream out = new ZipOutputStream(file)) {
      out.putNextEntry(new ZipEntry("GHSA-1.json"));
      out.write(
          advisory("GHSA-1", "org.example:one", "{\"introduced\": \"0\"}")
              .getBytes(StandardCharsets.UTF_8));
    }
    list = zip;
    assertEquals(1, check(new ByteArrayOutputStream()));
  }
}
