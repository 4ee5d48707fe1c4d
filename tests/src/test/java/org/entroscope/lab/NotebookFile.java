package org.entroscope.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Writes notebooks for tests and reads the outputs of executed notebooks. */
final class NotebookFile {

  private static final ObjectMapper JSON = new ObjectMapper();

  private NotebookFile() {}

  /** Writes a notebook for our kernel. A cell that begins with "# " is prose. */
  static Path write(Path file, String... cells) throws IOException {
    ObjectNode notebook = JSON.createObjectNode().put("nbformat", 4).put("nbformat_minor", 5);
    notebook
        .putObject("metadata")
        .putObject("kernelspec")
        .put("name", "entroscope")
        .put("display_name", "Entroscope");
    for (String source : cells) {
      boolean prose = source.startsWith("# ");
      ObjectNode cell = notebook.withArray("cells").addObject();
      cell.put("id", "cell-" + notebook.get("cells").size()).put("source", source);
      cell.put("cell_type", prose ? "markdown" : "code").putObject("metadata");
      if (!prose) {
        cell.putNull("execution_count").putArray("outputs");
      }
    }
    JSON.writeValue(file.toFile(), notebook);
    return file;
  }

  /** Returns the text outputs of all cells of a notebook, in their order. */
  static String outputs(Path notebook) throws IOException {
    StringBuilder text = new StringBuilder();
    for (JsonNode cell : JSON.readTree(notebook.toFile()).get("cells")) {
      for (JsonNode output : cell.path("outputs")) {
        Stream.of(output.path("text"), output.at("/data/text~1plain"), output.path("evalue"))
            .forEach(words -> append(text, words));
      }
    }
    return text.toString();
  }

  private static void append(StringBuilder text, JsonNode words) {
    if (words.isArray()) {
      words.forEach(line -> text.append(line.asText()));
    } else {
      text.append(words.asText());
    }
    text.append('\n');
  }

  static JsonNode read(File file) throws IOException {
    return JSON.readTree(file);
  }
}
