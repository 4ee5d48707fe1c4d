package org.entroscope.notebook;

import ai.djl.engine.Engine;
import java.util.LinkedHashMap;
import java.util.Map;
import org.entroscope.data.CacheFolder;

/** What DJL says of its engine, or why it says nothing. */
final class EngineFacts {

  private EngineFacts() {}

  static Map<String, String> read() {
    Map<String, String> facts = new LinkedHashMap<>();
    try {
      Engine engine = Engine.getInstance();
      facts.put("engine", engine.getEngineName() + " " + engine.getVersion());
      int gpus = engine.getGpuCount();
      facts.put(
          "device",
          gpus > 0
              ? "%s (%d found)".formatted(engine.defaultDevice(), gpus)
              : "cpu (no GPU: the engine's natives or driver see none)");
      facts.put("engine threads", threads());
    } catch (RuntimeException | LinkageError e) {
      facts.put("engine", "not available: " + reason(e));
    }
    return facts;
  }

  private static String threads() {
    String set = System.getProperty("ai.djl.pytorch.num_threads");
    return set != null
        ? set
        : "the engine's choice (-Dai.djl.pytorch.num_threads=2 in ENTROSCOPE_JAVA_OPTS changes it)";
  }

  private static String reason(Throwable e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.getMessage() == null ? cause.toString() : cause.getMessage();
  }

  /** Where natives, corpora and models are kept. */
  static String cacheFolder() {
    return CacheFolder.path().toString();
  }
}
