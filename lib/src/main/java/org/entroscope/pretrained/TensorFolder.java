package org.entroscope.pretrained;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.entroscope.safetensors.SafetensorsFile;
import org.entroscope.safetensors.TensorInfo;

/** The tensors of a model folder, in one file or in several files with an index. */
final class TensorFolder implements Closeable {

  static final String SINGLE = "model.safetensors";
  static final String INDEX = "model.safetensors.index.json";

  /** A file name inside the folder: no separators, not hidden, of limited length. */
  private static final Pattern PLAIN =
      Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,200}\\.safetensors");

  private static final int MOST_SHARDS = 10_000;

  private final Path folder;
  private final Map<String, SafetensorsFile> files = new LinkedHashMap<>();
  private final Map<String, SafetensorsFile> holders = new LinkedHashMap<>();

  private TensorFolder(Path folder) {
    this.folder = folder;
  }

  static TensorFolder open(Path folder) throws IOException {
    TensorFolder opened = new TensorFolder(folder);
    try {
      opened.open();
      return opened;
    } catch (IOException | RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  private void open() throws IOException {
    if (Files.exists(folder.resolve(SINGLE))) {
      SafetensorsFile file = shard(SINGLE);
      file.names().forEach(name -> holders.put(name, file));
      return;
    }
    Path index = folder.resolve(INDEX);
    if (!Files.exists(index)) {
      throw new NoSuchFileException(
          folder.toString(), null, "there is neither " + SINGLE + " nor " + INDEX);
    }
    for (Map.Entry<String, String> entry : weightMap(index).entrySet()) {
      SafetensorsFile file = shard(entry.getValue());
      file.info(entry.getKey());
      holders.put(entry.getKey(), file);
    }
  }

  /** Returns the names of the files in an index. */
  static Set<String> shards(Path index) throws IOException {
    return new TreeSet<>(weightMap(index).values());
  }

  private static Map<String, String> weightMap(Path index) throws IOException {
    JsonNode map = Config.readObject(index).path("weight_map");
    if (!map.isObject() || map.isEmpty()) {
      throw new IOException(index + " has no weight_map");
    }
    Map<String, String> shards = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : map.properties()) {
      String name = entry.getValue().isTextual() ? entry.getValue().textValue() : "";
      if (!PLAIN.matcher(name).matches() || name.contains("..")) {
        throw new IOException(
            "%s puts '%s' into \"%s\", which is not the name of a .safetensors file in the same folder"
                .formatted(index, shortened(entry.getKey()), shortened(name)));
      }
      shards.put(entry.getKey(), name);
    }
    if (Set.copyOf(shards.values()).size() > MOST_SHARDS) {
      throw new IOException(index + " names more than " + MOST_SHARDS + " files");
    }
    return shards;
  }

  private static String shortened(String text) {
    return text.length() <= 60 ? text : text.substring(0, 60) + "...";
  }

  private SafetensorsFile shard(String name) throws IOException {
    SafetensorsFile open = files.get(name);
    if (open == null) {
      Path file = folder.resolve(name);
      if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
          && !Files.isRegularFile(file.toRealPath())) {
        throw new IOException(file + " is not a file");
      }
      open = SafetensorsFile.open(file);
      files.put(name, open);
    }
    return open;
  }

  Set<String> names() {
    return holders.keySet();
  }

  TensorInfo info(String name) throws IOException {
    return holder(name).info(name);
  }

  float[] floats(String name) throws IOException {
    return holder(name).floats(name);
  }

  private SafetensorsFile holder(String name) throws IOException {
    SafetensorsFile file = holders.get(name);
    if (file == null) {
      throw new IOException(folder + " has no tensor '" + name + "'");
    }
    return file;
  }

  @Override
  public void close() throws IOException {
    for (SafetensorsFile file : files.values()) {
      file.close();
    }
  }
}
