package org.entroscope.hub;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import org.entroscope.corpus.Corpus;
import org.entroscope.plot.Figure;
import org.entroscope.privacy.mpc.Endpoint;
import org.entroscope.privacy.mpc.MascotProbe;
import org.entroscope.privacy.mpc.Party;
import org.entroscope.progress.Progress;
import org.entroscope.sweep.Sweep;

/** Uses one optional part. Tests run it in a separate class loader. */
public final class OptionalPartUser {

  private OptionalPartUser() {}

  /** Runs the part that the argument names. */
  public static void main(String[] part) throws Exception {
    switch (part[0]) {
      case "parquet" ->
          Corpus.table("text", Path.of(OptionalPart.class.getResource("plain.parquet").toURI()));
      case "hadoop" -> Sweep.load("hdfs://127.0.0.1:9/sweep");
      case "fresco" -> MascotProbe.multiply(1, 2);
      case "party" -> Party.ask(Endpoint.loopback(9), null);
      case "maven" ->
          MavenArtifacts.ofUser().sources(nowhere(), Progress.begin("Fetching", -1, "bytes"));
      case "plotly" -> inSpace().toHtml();
      default -> throw new IllegalArgumentException(part[0]);
    }
  }

  private static PinnedJar nowhere() {
    return new PinnedJar("org.example", "nowhere", "1.0", "", 1, 1, 1, "0".repeat(64));
  }

  private static Figure inSpace() {
    ObjectMapper json = new ObjectMapper();
    var data = json.createArrayNode();
    data.addObject().put("type", "scatter3d");
    return Figure.of("cube", data, json.createObjectNode().put("height", 300), "a cube");
  }
}
