package org.entroscope.fuzz;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.entroscope.kernel.MessageAttacks;
import org.entroscope.kernel.MessageFrames;

/**
 * Messages to the kernel, with one file per frame. Each message is read twice. The unchanged
 * message is mostly refused because of its signature. With a correct signature, the damage reaches
 * the code behind the check.
 */
final class KernelMessages implements Format {

  private static final MessageFrames MESSAGES = new MessageFrames("a-key-of-the-test");

  /** Valid content for each kind of request. */
  private static final Map<String, String> REQUESTS =
      new TreeMap<>( // in the same order in every JVM
          Map.ofEntries(
              Map.entry(
                  "execute_request",
                  "{\"code\":\"1 + 1\",\"silent\":false,\"store_history\":true,"
                      + "\"user_expressions\":{\"a\":\"1\"},\"allow_stdin\":true,"
                      + "\"stop_on_error\":true}"),
              Map.entry("complete_request", "{\"code\":\"Stri\",\"cursor_pos\":4}"),
              Map.entry(
                  "inspect_request", "{\"code\":\"String\",\"cursor_pos\":3,\"detail_level\":1}"),
              Map.entry("is_complete_request", "{\"code\":\"class A {\"}"),
              Map.entry(
                  "history_request",
                  "{\"output\":false,\"raw\":true,\"hist_access_type\":\"range\",\"session\":1,"
                      + "\"start\":0,\"stop\":5}"),
              Map.entry("kernel_info_request", "{}"),
              Map.entry("comm_info_request", "{\"target_name\":\"a\"}"),
              Map.entry(
                  "comm_open", "{\"comm_id\":\"1\",\"target_name\":\"a\",\"data\":{\"b\":[1]}}"),
              Map.entry("comm_msg", "{\"comm_id\":\"1\",\"data\":{\"b\":null}}"),
              Map.entry("input_reply", "{\"value\":\"a line\"}"),
              Map.entry("interrupt_request", "{}"),
              Map.entry("shutdown_request", "{\"restart\":true}")));

  @Override
  public String name() {
    return "KERNEL_MESSAGES";
  }

  @Override
  public List<Map<String, byte[]>> seeds(Path scratch) {
    List<Map<String, byte[]>> seeds = new ArrayList<>();
    REQUESTS.forEach(
        (type, content) -> {
          JsonObject json = JsonParser.parseString(content).getAsJsonObject();
          seeds.add(files(MESSAGES.frames("a", type, json)));
        });
    new MessageAttacks(MESSAGES).kinds().values().forEach(frames -> seeds.add(files(frames)));
    return seeds;
  }

  private static Map<String, byte[]> files(List<byte[]> frames) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (int i = 0; i < frames.size(); i++) {
      files.put("frame%04d".formatted(i), frames.get(i));
    }
    return files;
  }

  @Override
  public String read(Path folder) throws Exception {
    List<byte[]> frames = List.copyOf(InputFolder.read(folder).values());
    IOException refused = null;
    try {
      MESSAGES.decode(frames);
    } catch (IOException e) {
      refused = e;
    }
    MESSAGES.decode(MESSAGES.signed(frames));
    if (refused != null) {
      throw refused;
    }
    return null;
  }
}
