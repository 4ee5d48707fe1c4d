package org.entroscope.notebook;

import java.util.LinkedHashMap;
import java.util.Map;
import org.entroscope.engine.EngineReport;
import org.entroscope.hub.CacheFolder;

/** Facts about DJL's engine, or the reason why it is not available. */
final class EngineFacts {

  private EngineFacts() {}

  static Map<String, String> read() {
    Map<String, String> facts = new LinkedHashMap<>();
    try {
      EngineReport report = EngineReport.current();
      facts.put("engine", report.engine() + ", " + report.library());
      facts.put("device", device(report));
      facts.put(
          "engine threads",
          "%d per operation, %d for concurrent operations (-Dai.djl.pytorch.num_threads=2 in ENTROSCOPE_JAVA_OPTS changes the first)"
              .formatted(report.threads(), report.interOperationThreads()));
    } catch (RuntimeException | LinkageError e) {
      facts.put("engine", "not available: " + reason(e));
    }
    return facts;
  }

  /** Returns the device in use and, if it is not a GPU, the reason. */
  static String device(EngineReport report) {
    return report.withoutGpu().isEmpty()
        ? "%s, of %d found".formatted(report.device(), report.gpus())
        : report.device() + ", no GPU: " + report.withoutGpu();
  }

  private static String reason(Throwable e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.getMessage() == null ? cause.toString() : cause.getMessage();
  }

  /** Returns the folder that stores native libraries, corpora and models. */
  static String cacheFolder() {
    return CacheFolder.path().toString();
  }
}
