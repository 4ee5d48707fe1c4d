package org.entroscope.pretrained;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.entroscope.architecture.Architecture;
import org.entroscope.architecture.ModelShape;
import org.entroscope.engine.ArrayFiles;
import org.entroscope.engine.Autograd;
import org.entroscope.files.AtomicFile;
import org.entroscope.files.Reason;
import org.entroscope.model.Gpt;
import org.entroscope.progress.Progress;
import org.entroscope.safetensors.SafetensorsWriter;
import org.entroscope.safetensors.TensorInfo;

/** Reads and writes a model as a folder with {@code config.json} and the tensors. */
final class ModelFolder {

  static final String CONFIG = "config.json";

  private ModelFolder() {}

  /**
   * Reads a model. Allocates nothing until every tensor that the configuration names has been found
   * in the files with the right shape.
   */
  static Gpt read(Path folder) throws IOException {
    Config config = Config.read(folder.resolve(CONFIG));
    Layout layout = layout(config);
    List<String> unknown = config.checkRest();
    try (TensorFolder tensors = TensorFolder.open(folder)) {
      Gpt gpt = layout instanceof OwnLayout ? readOwn(layout, tensors) : readOther(layout, tensors);
      if (!unknown.isEmpty()) {
        System.err.println(
            "%s has unknown settings, which were ignored: %s"
                .formatted(folder.resolve(CONFIG), unknown.stream().limit(20).toList()));
      }
      return gpt;
    } catch (ArithmeticException e) {
      throw new IOException(folder + ": the sizes in config.json are too large", e);
    }
  }

  static Layout layout(Config config) throws IOException {
    String type = config.text("model_type");
    return switch (type) {
      case "gpt2" -> Gpt2Layout.of(config);
      case "gpt_neox" -> NeoXLayout.of(config);
      case OwnLayout.TYPE -> OwnLayout.of(config);
      default -> {
        config.require(false, "model_type", "must be gpt2, gpt_neox or " + OwnLayout.TYPE);
        throw new AssertionError();
      }
    };
  }

  private static Gpt readOther(Layout claimed, TensorFolder tensors) throws IOException {
    String prefix = prefix(claimed, tensors.names());
    check(claimed, prefix, tensors);
    Layout layout = claimed;
    if (hasOwnHead(claimed, prefix, tensors)) {
      layout = claimed.withOwnHead();
      check(layout, prefix, tensors);
    }
    Gpt gpt = Gpt.empty(layout.architecture(), layout.shape(), null);
    fill(gpt, layout.mappings(), prefix, tensors);
    return gpt;
  }

  /**
   * Returns whether the files hold a vocabulary projection that differs from the embedding,
   * although the configuration ties the two. Such a projection is used, as in Transformers.
   */
  private static boolean hasOwnHead(Layout layout, String prefix, TensorFolder tensors)
      throws IOException {
    if (layout.architecture().untied()) {
      return false;
    }
    for (String name : Set.copyOf(List.of(layout.head(), prefix + layout.head()))) {
      if (tensors.names().contains(name)) {
        String embedding =
            tensors.names().contains(layout.embedding())
                ? layout.embedding()
                : prefix + layout.embedding();
        boolean same =
            tensors.info(name).shape().equals(tensors.info(embedding).shape())
                && Arrays.equals(tensors.floats(name), tensors.floats(embedding));
        if (!same) {
          return true;
        }
      }
    }
    return false;
  }

  private static Gpt readOwn(Layout layout, TensorFolder tensors) throws IOException {
    checkClaims(layout, tensors);
    Gpt gpt = Gpt.empty(layout.architecture(), layout.shape(), null);
    try {
      Layout own = OwnLayout.of(gpt);
      check(own, "", tensors);
      fill(gpt, own.mappings(), "", tensors);
      return gpt;
    } catch (IOException | RuntimeException e) {
      gpt.close();
      throw e;
    }
  }

  /** Checks, before the model is allocated, that the files hold enough numbers for its sizes. */
  private static void checkClaims(Layout layout, TensorFolder tensors) throws IOException {
    ModelShape shape = layout.shape();
    long there = 0;
    for (String name : tensors.names()) {
      TensorInfo info = tensors.info(name);
      there += info.type().isReadable() ? info.size() : 0;
    }
    long width = shape.hiddenSize();
    long claimed =
        Math.addExact(
            Math.multiplyExact(shape.vocabulary(), width),
            Math.multiplyExact(4L * shape.layers(), width * width));
    if (layout.architecture().rotary() == null) {
      claimed = Math.addExact(claimed, Math.multiplyExact(shape.context(), width));
    }
    if (layout.architecture().temperature() != null) {
      long heads = (long) shape.layers() * shape.heads();
      claimed = Math.addExact(claimed, Math.multiplyExact(heads, (long) shape.context()));
    }
    if (claimed > there) {
      throw new IOException(
          "config.json describes at least %,d parameters, but the files hold %,d"
              .formatted(claimed, there));
    }
  }

  /**
   * Returns the prefix of the names. Files of the model without its head have no prefix, and files
   * of the model with its head have one.
   */
  private static String prefix(Layout layout, Set<String> names) {
    boolean prefixed = names.stream().anyMatch(name -> name.startsWith(layout.prefix()));
    return prefixed ? layout.prefix() : "";
  }

  private static String found(String prefix, TensorMapping mapping, TensorFolder tensors) {
    // the head itself never has the prefix
    return tensors.names().contains(mapping.name()) ? mapping.name() : prefix + mapping.name();
  }

  private static void check(Layout layout, String prefix, TensorFolder tensors) throws IOException {
    Set<String> unknown = new TreeSet<>(tensors.names());
    for (TensorMapping mapping : layout.mappings()) {
      String name = found(prefix, mapping, tensors);
      TensorInfo info = tensors.info(name);
      if (!info.hasShape(mapping.shape())) {
        throw new IOException(
            "'%s' has shape %s, but config.json requires %s"
                .formatted(name, info.shape(), Arrays.toString(mapping.shape())));
      }
      if (!info.type().isReadable()) {
        throw new IOException(
            "'%s' has type %s; only F32, F16 and BF16 can be read".formatted(name, info.dtype()));
      }
      unknown.remove(name);
    }
    unknown.removeIf(
        name -> layout.isIgnored(name.startsWith(prefix) ? name.substring(prefix.length()) : name));
    if (!unknown.isEmpty()) {
      String shown = unknown.stream().limit(5).collect(Collectors.joining(", "));
      throw new IOException(
          "the files hold tensors that the model does not have: [%s%s]"
              .formatted(
                  shown.length() <= 200 ? shown : shown.substring(0, 200) + "...",
                  unknown.size() <= 5 ? "" : ", and %,d more".formatted(unknown.size() - 5)));
    }
  }

  private static void fill(
      Gpt gpt, List<TensorMapping> mappings, String prefix, TensorFolder tensors)
      throws IOException {
    Map<String, Parameter> parameters = gpt.namedParameters();
    try (Autograd none = Autograd.paused();
        Progress progress = Progress.begin("Loading weights", mappings.size(), "tensors")) {
      for (TensorMapping mapping : mappings) {
        float[] ours = mapping.toOurs(tensors.floats(found(prefix, mapping, tensors)));
        int at = 0;
        for (String name : mapping.ours()) {
          NDArray array = parameters.get(name).getArray();
          int size = (int) array.size();
          ArrayFiles.assign(array, Arrays.copyOfRange(ours, at, at + size));
          at += size;
        }
        progress.advance(1);
      }
      progress.finish("%,d parameters".formatted(gpt.parameterCount()));
    } catch (IOException | RuntimeException e) {
      gpt.close();
      throw e;
    }
  }

  /** Writes a model and its tokenizer, in the most widely readable layout that can hold it. */
  static void write(Gpt gpt, Path folder) throws IOException {
    Optional<byte[]> json = gpt.readsText() ? gpt.tokenizer().toJson() : Optional.empty();
    TokenizerFolder.checkFree(folder, json.isPresent());
    Layout layout = layout(gpt);
    Map<String, Parameter> parameters = gpt.namedParameters();
    List<SafetensorsWriter.Tensor> tensors = new ArrayList<>();
    for (TensorMapping mapping : layout.mappings()) {
      String name =
          (mapping.name().matches("(lm_head|embed_out)\\..*") ? "" : layout.prefix())
              + mapping.name();
      tensors.add(
          new SafetensorsWriter.Tensor(
              name, mapping.shape(), () -> mapping.toHub(numbers(parameters, mapping))));
    }
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw Reason.cannotWrite(folder, e);
    }
    SafetensorsWriter.write(folder.resolve(TensorFolder.SINGLE), tensors);
    ObjectNode config = Config.JSON.createObjectNode();
    layout.describe(config);
    write(folder.resolve(CONFIG), Config.bytes(config));
    if (json.isPresent()) {
      TokenizerFolder.write(json.get(), gpt.shape().context(), folder);
    } else if (gpt.readsText()) {
      System.err.println(
          "%s was written without the tokenizer %s, because its class has no toJson()"
              .formatted(folder, gpt.tokenizer().name()));
    }
  }

  /** Writes a small file atomically. */
  static void write(Path file, byte[] content) throws IOException {
    try {
      AtomicFile.write(file, content);
    } catch (IOException e) {
      throw Reason.cannotWrite(file, e);
    }
  }

  private static Layout layout(Gpt gpt) {
    Architecture architecture = gpt.architecture();
    if (Gpt2Layout.fits(architecture)) {
      return Gpt2Layout.of(architecture, gpt.shape());
    }
    if (NeoXLayout.fits(architecture)) {
      return NeoXLayout.of(architecture, gpt.shape());
    }
    return OwnLayout.of(gpt);
  }

  /** Returns the numbers of our parameters one after another, with zeros for missing biases. */
  private static float[] numbers(Map<String, Parameter> parameters, TensorMapping mapping) {
    int each = mapping.size() / mapping.ours().size();
    float[] all = new float[mapping.size()];
    int at = 0;
    for (String name : mapping.ours()) {
      Parameter parameter = parameters.get(name);
      if (parameter != null) {
        float[] values = parameter.getArray().toFloatArray();
        System.arraycopy(values, 0, all, at, each);
      }
      at += each;
    }
    return all;
  }
}
