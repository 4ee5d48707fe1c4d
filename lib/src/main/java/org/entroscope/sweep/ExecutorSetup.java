package org.entroscope.sweep;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.conf.Configuration;
import org.entroscope.files.AtomicFile;
import org.entroscope.hub.CacheFolder;
import org.entroscope.runs.Storage;
import org.entroscope.runs.Storages;
import org.entroscope.tokens.TokenizedCorpus;
import org.entroscope.tokens.Tokenizer;

/**
 * The settings that an executor needs in addition to the experiment.
 *
 * @param folder the folder of the sweep
 * @param hadoop the driver's Hadoop settings that differ from the defaults
 * @param corpus the name of the corpus
 * @param corpusHash the SHA-256 hash of the corpus
 * @param tokenizer the name of the tokenizer
 * @param tokens the name of the token file in the sweep's folder
 * @param statistics the statistics to record, as written by {@link HeadRecording#toTexts}
 */
record ExecutorSetup(
    String folder,
    Map<String, String> hadoop,
    String corpus,
    String corpusHash,
    String tokenizer,
    String tokens,
    List<String> statistics) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** The corpora that this process has mapped into memory, by hash and tokenizer. */
  private static final Map<String, TokenizedCorpus> OPEN = new ConcurrentHashMap<>();

  static ExecutorSetup of(SweepJob job, Configuration configuration) {
    Map<String, String> changed = new TreeMap<>();
    for (Map.Entry<String, String> setting : configuration) {
      String[] sources = configuration.getPropertySources(setting.getKey());
      boolean isDefault =
          sources != null && Arrays.stream(sources).allMatch(s -> s.endsWith("-default.xml"));
      if (!isDefault) {
        changed.put(setting.getKey(), setting.getValue());
      }
    }
    TokenizedCorpus data = job.data();
    return new ExecutorSetup(
        job.store().storage().place(),
        changed,
        data.name(),
        data.hash(),
        data.tokenizer().name(),
        "corpus/" + data.path().getFileName(),
        job.recording().toTexts());
  }

  String toJson() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("strings can always be written", e);
    }
  }

  static ExecutorSetup fromJson(String json) throws IOException {
    return JSON.readValue(json, ExecutorSetup.class);
  }

  SweepStore store() throws IOException {
    Configuration configuration = new Configuration();
    hadoop.forEach(configuration::set);
    return new SweepStore(Storages.open(folder, configuration));
  }

  /**
   * Opens the driver's corpus from this machine's cache, or copies it from the sweep's folder.
   *
   * @throws IOException if the corpus cannot be read, or differs from the driver's
   */
  TokenizedCorpus data(Storage storage) throws IOException {
    TokenizedCorpus open = OPEN.get(corpusHash + tokenizer);
    if (open != null) {
      return open;
    }
    synchronized (OPEN) {
      open = OPEN.get(corpusHash + tokenizer);
      if (open == null) {
        open = open(storage);
        OPEN.put(corpusHash + tokenizer, open);
      }
      return open;
    }
  }

  /**
   * Writes the tokenizer to the sweep's folder, unless it is a built-in one.
   *
   * @throws IOException if the tokenizer cannot be written
   */
  void upload(Storage storage, Tokenizer encoder) throws IOException {
    if (!Tokenizer.isBuiltIn(tokenizer)) {
      byte[] json =
          encoder
              .toJson()
              .orElseThrow(
                  () ->
                      new IOException(
                          "the tokenizer %s cannot be sent to Spark's executors: its class has no"
                                  .formatted(tokenizer)
                              + " toJson()"));
      storage.write(tokenizerFile(), json);
    }
  }

  private String tokenizerFile() {
    return "corpus/" + tokenizer + ".json";
  }

  private Tokenizer encoder(Storage storage) throws IOException {
    if (Tokenizer.isBuiltIn(tokenizer)) {
      return Tokenizer.named(tokenizer);
    }
    Path copy = Files.createTempFile(CacheFolder.folder("tokens"), "tokenizer", ".json");
    try {
      Files.write(copy, storage.read(tokenizerFile()));
      Tokenizer read = Tokenizer.huggingFace(copy);
      if (!read.name().equals(tokenizer)) {
        throw new IOException(
            "%s in %s is not the tokenizer that the sweep started with"
                .formatted(tokenizerFile(), folder));
      }
      return read;
    } finally {
      Files.deleteIfExists(copy);
    }
  }

  private TokenizedCorpus open(Storage storage) throws IOException {
    Tokenizer encoder = encoder(storage);
    Path cache = CacheFolder.folder("tokens");
    Path file = cache.resolve(Path.of(tokens).getFileName());
    if (Files.exists(file)) {
      try {
        return TokenizedCorpus.open(file, corpus, corpusHash, encoder);
      } catch (IOException e) {
        // the cached file is damaged: download it again below
      }
    }
    AtomicFile.write(file, part -> storage.download(tokens, part));
    return TokenizedCorpus.open(file, corpus, corpusHash, encoder);
  }
}
