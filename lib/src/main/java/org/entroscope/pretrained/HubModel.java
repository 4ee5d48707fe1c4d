package org.entroscope.pretrained;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.entroscope.hub.Hub;
import org.entroscope.hub.Hub.Kind;

/** Downloads the files of a model from a hub. */
final class HubModel {

  private static final long MOST_SETTINGS = 64_000_000;
  private static final long MOST_TOKENIZER = 100_000_000;
  private static final long MOST_WEIGHTS = 500_000_000_000L;

  private HubModel() {}

  /** Downloads a model and its tokenizer into the hub's cache folder. */
  static void fetch(Hub hub, String repository, String revision) throws IOException {
    hub.file(Kind.MODEL, repository, revision, ModelFolder.CONFIG, MOST_SETTINGS);
    if (!optional(hub, repository, revision, TensorFolder.SINGLE, MOST_WEIGHTS)) {
      for (String shard : TensorFolder.shards(index(hub, repository, revision))) {
        hub.file(Kind.MODEL, repository, revision, shard, MOST_WEIGHTS);
      }
    }
    fetchTokenizer(hub, repository, revision);
  }

  private static Path index(Hub hub, String repository, String revision) throws IOException {
    try {
      return hub.file(Kind.MODEL, repository, revision, TensorFolder.INDEX, MOST_SETTINGS);
    } catch (NoSuchFileException e) {
      if (hub.offline()) {
        throw e;
      }
      throw new IOException(
          "%s has neither %s nor %s; other weight formats cannot be read"
              .formatted(repository, TensorFolder.SINGLE, TensorFolder.INDEX),
          e);
    }
  }

  private static boolean optional(
      Hub hub, String repository, String revision, String name, long most) throws IOException {
    try {
      hub.file(Kind.MODEL, repository, revision, name, most);
      return true;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /** Also downloads tokenizers that we cannot read, so that the folder shows that one exists. */
  private static void fetchTokenizer(Hub hub, String repository, String revision)
      throws IOException {
    optional(hub, repository, revision, TokenizerFolder.SETTINGS, MOST_SETTINGS);
    if (optional(hub, repository, revision, TokenizerFolder.JSON, MOST_TOKENIZER)) {
      return;
    }
    if (optional(hub, repository, revision, TokenizerFolder.VOCAB, MOST_TOKENIZER)
        && optional(hub, repository, revision, TokenizerFolder.MERGES, MOST_TOKENIZER)) {
      optional(hub, repository, revision, TokenizerFolder.ADDED, MOST_SETTINGS);
      return;
    }
    for (String name : TokenizerFolder.UNREADABLE) {
      if (optional(hub, repository, revision, name, MOST_TOKENIZER)) {
        return;
      }
    }
  }
}
