package org.entroscope.runs;

import java.net.URI;
import org.apache.hadoop.fs.RawLocalFileSystem;

/**
 * A file system {@code shared:///} that is known only to Hadoop and uses the disk of this machine.
 */
public final class SharedFileSystem extends RawLocalFileSystem {

  /** The Hadoop setting that registers the file system. */
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
