package org.entroscope.kernel;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs dropped messages. Each of the first few is logged, and later ones are logged at increasing
 * intervals, which keeps the log short.
 */
final class DroppedMessages {

  private static final Logger LOG = LoggerFactory.getLogger(DroppedMessages.class);
  private static final int ALL_UNTIL = 10;

  private final String channel;
  private long count;

  DroppedMessages(String channel) {
    this.channel = channel;
  }

  /** Counts a dropped message and may log it. */
  synchronized void add(MalformedMessageException why) {
    count++;
    if (count <= ALL_UNTIL || Long.bitCount(count) == 1) {
      LOG.warn("dropped message {} on the {} port: {}", count, channel, why.getMessage());
    }
  }
}
