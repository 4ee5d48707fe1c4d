package org.entroscope.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CellReportsTest {

  @ParameterizedTest
  @CsvSource({
    "3, the kernel ended with exit code 3; perhaps the cell calls System.exit",
    "0, the kernel ended with exit code 0; perhaps the cell calls System.exit",
    "-9, the kernel was ended by signal 9; perhaps the memory was not sufficient",
    "134, the kernel crashed with exit code 134",
    "null, the kernel died; perhaps the memory was not sufficient"
  })
  void aDeadKernelIsToldWithItsExitStatus(String status, String words) {
    PrintStream out = new PrintStream(new ByteArrayOutputStream());
    CellReports reports = new CellReports("book", 60, out, true);
    reports.accept("{\"event\":\"start\",\"cells\":2}");
    reports.accept("{\"event\":\"cell\",\"number\":2,\"source\":\"System.exit(3);\"}");
    reports.accept(
        "{\"event\":\"failed\",\"number\":2,\"title\":\"died\",\"details\":\"\",\"status\":%s}"
            .formatted(status));
    reports.accept("{\"event\":\"written\"}");
    Outcome outcome =
        reports.outcome(new Machine.Result(0, ""), 1, Path.of("book.ipynb"), Path.of("book.html"));
    assertEquals("cell 2: " + words, outcome.failure().orElseThrow().toString());
  }
}
