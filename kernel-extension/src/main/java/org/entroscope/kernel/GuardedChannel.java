package org.entroscope.kernel;

import java.util.List;
import org.dflib.jjava.jupyter.channels.ShellChannel;
import org.dflib.jjava.jupyter.channels.ShellHandler;
import org.dflib.jjava.jupyter.channels.ShellReplyEnvironment;
import org.dflib.jjava.jupyter.kernel.KernelConnectionProperties;
import org.dflib.jjava.jupyter.messages.HMACGenerator;
import org.dflib.jjava.jupyter.messages.Message;
import org.dflib.jjava.jupyter.messages.MessageType;
import org.dflib.jjava.jupyter.messages.reply.ErrorReply;
import org.zeromq.ZMQ;

/**
 * The shell channel or the control channel. The base library's own loop ends permanently at the
 * first message that it cannot read, and treats the rest of a truncated message as the beginning of
 * the next.
 */
final class GuardedChannel extends ShellChannel {

  private final boolean control;
  private final GuardedConnection connection;
  private final MessageDecoder decoder;
  private final DroppedMessages dropped;
  private final ServiceLoop loop;
  private Frames frames;

  GuardedChannel(
      ZMQ.Context context, HMACGenerator signer, boolean control, GuardedConnection connection) {
    super(context, signer, control, connection);
    this.control = control;
    this.connection = connection;
    decoder = new MessageDecoder(signer);
    dropped = new DroppedMessages(control ? "control" : "shell");
    loop = new ServiceLoop(control ? "control-channel" : "shell-channel", this::step);
  }

  @Override
  public void bind(KernelConnectionProperties to) {
    frames = new Frames(ctx, this);
    bind(
        formatAddress(
            to.getTransport(), to.getIp(), control ? to.getControlPort() : to.getShellPort()));
    loop.start();
  }

  private void step() {
    List<byte[]> message = frames.await();
    if (message.isEmpty()) {
      return;
    }
    try {
      handle(decoder.decode(message));
    } catch (MalformedMessageException e) {
      dropped.add(e);
    }
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // handlers are kept by the type of their messages
  private void handle(Message<?> message) throws MalformedMessageException {
    MessageType<?> type = message.getHeader().getType();
    ShellHandler handler = connection.getHandler(type);
    if (handler == null) {
      throw new MalformedMessageException("nothing is known about its type");
    }
    ShellReplyEnvironment env = connection.prepareReplyEnv(this, message);
    try {
      handler.handle(env, message);
    } catch (Throwable e) {
      ServiceLoop.report(e);
      replyError(env, type, e);
    } finally {
      resolve(env);
    }
    if (!control && type.equals(MessageType.KERNEL_INFO_REQUEST)) {
      connection.publishIdle();
    }
    if (env.isMarkedForShutdown()) {
      connection.close();
    }
  }

  /** Answers a request that could not be handled, so that its sender does not wait forever. */
  private static void replyError(ShellReplyEnvironment env, MessageType<?> request, Throwable e) {
    String reply = request.getName().replace("_request", "_reply");
    if (!reply.equals(request.getName())) {
      String words = e.getMessage() == null ? "" : e.getMessage();
      ErrorReply error = new ErrorReply(e.getClass().getSimpleName(), words, List.of());
      env.replyError(MessageType.getType(reply).error(), error);
    }
  }

  private static void resolve(ShellReplyEnvironment env) {
    try {
      env.resolveDeferrals();
    } catch (IllegalStateException e) {
      env.setStatusIdle(); // replaces the deferred status, which was never set
      env.resolveDeferrals();
    }
  }

  @Override
  public void close() {
    loop.end();
  }

  @Override
  public void waitUntilClose() {
    GuardedConnection.join(loop);
    super.close();
  }
}
