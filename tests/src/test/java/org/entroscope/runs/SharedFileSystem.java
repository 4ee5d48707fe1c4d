package org.entroscope.runs;

import java.net.URI;
import org.apache.hadoop.fs.RawLocalFileSystem;

/** A file system that only Hadoop knows, {@code shared:///}, on this machine's disk. */
public final class SharedFileSystem extends RawLocalFileSystem {

  /** Hadoop's setting that introduces it. */
  public static final String SETTING = "fs.shared.impl";

  @Override
  public URI getUri() {
    return URI.create("shared:///");
  }

  @Override
  public String getScheme() {
    return "shared";
  }
}
