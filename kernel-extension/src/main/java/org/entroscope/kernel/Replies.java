package org.entroscope.kernel;

import com.google.gson.annotations.SerializedName;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.dflib.jjava.jupyter.channels.ShellReplyEnvironment;
import org.dflib.jjava.jupyter.messages.Message;
import org.dflib.jjava.jupyter.messages.MessageType;
import org.dflib.jjava.jupyter.messages.publish.PublishError;
import org.dflib.jjava.jupyter.messages.reply.ErrorReply;
import org.dflib.jjava.jupyter.messages.reply.ExecuteReply;

/** Creates replies that the base library lacks. */
final class Replies {

  private Replies() {}

  /** Replies that a cell was not run because an earlier one failed. */
  @SuppressWarnings({"unchecked", "rawtypes"})
  static void aborted(ShellReplyEnvironment env, int count) {
    // the library's replies support only the states ok and error
    env.defer()
        .reply(
            new Message(
                env.getContext(), (MessageType) ExecuteReply.MESSAGE_TYPE, new Aborted(count)));
  }

  private static final class Aborted {
    final String status = "aborted";

    @SerializedName("execution_count")
    final int count;

    Aborted(int count) {
      this.count = count;
    }
  }

  /** Replies that a cell failed. */
  static void failed(
      ShellReplyEnvironment env, int count, String name, String words, List<String> traceback) {
    env.publish(new PublishError(name, words, traceback));
    ErrorReply reply = new ErrorReply(name, words, traceback);
    reply.setExecutionCount(count);
    env.defer().replyError(ExecuteReply.MESSAGE_TYPE.error(), reply);
  }

  /**
   * Returns the time at which a message was written, or the current time if it has no readable
   * date.
   */
  static Instant written(Message<?> message) {
    try {
      return OffsetDateTime.parse(message.getHeader().getTimestamp().getDateString()).toInstant();
    } catch (DateTimeParseException | NullPointerException e) {
      return Instant.now();
    }
  }
}
