package org.entroscope.kernel;

import java.security.GeneralSecurityException;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.dflib.jjava.jupyter.channels.IOPubChannel;
import org.dflib.jjava.jupyter.channels.JupyterConnection;
import org.dflib.jjava.jupyter.channels.ShellChannel;
import org.dflib.jjava.jupyter.channels.ShellReplyEnvironment;
import org.dflib.jjava.jupyter.kernel.KernelConnectionProperties;
import org.dflib.jjava.jupyter.messages.HMACGenerator;
import org.dflib.jjava.jupyter.messages.Header;
import org.dflib.jjava.jupyter.messages.KernelTimestamp;
import org.dflib.jjava.jupyter.messages.Message;
import org.dflib.jjava.jupyter.messages.MessageContext;
import org.dflib.jjava.jupyter.messages.publish.PublishStatus;
import org.zeromq.ZMQ;

/**
 * The five channels to Jupyter. Neither a message, signed or not, nor a lack of memory ends the
 * loop of a channel. The base library's sockets are not used. See {@code tests/upstream.md}.
 */
final class GuardedConnection extends JupyterConnection {

  private static final long JOIN_MILLIS = 2000;

  /** The session of messages that answer no request. JupyterLab refuses a header without one. */
  private final String session = UUID.randomUUID().toString();

  private final KernelConnectionProperties properties;
  private final ZMQ.Context context = ZMQ.context(1);
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Heartbeat heartbeat;
  private final GuardedChannel shell;
  private final GuardedChannel control;
  private final GuardedStdin stdin;
  private final IOPubChannel iopub;

  GuardedConnection(KernelConnectionProperties properties) throws GeneralSecurityException {
    super(properties);
    this.properties = properties;
    context.setThreadFactor(ServiceLoop::lasting);
    HMACGenerator signer = properties.createHMACGenerator();
    heartbeat = new Heartbeat(context, signer);
    shell = new GuardedChannel(context, signer, false, this);
    control = new GuardedChannel(context, signer, true, this);
    stdin = new GuardedStdin(context, signer);
    iopub = new IOPubChannel(context, signer);
  }

  @Override
  public void connect() {
    iopub.setLinger((int) JOIN_MILLIS);
    iopub.bind(properties);
    publish(PublishStatus.STARTING);
    heartbeat.bind(properties);
    stdin.bind(properties);
    control.bind(properties);
    shell.bind(properties);
  }

  /**
   * Publishes that the kernel is idle, as a status that answers no request. JupyterLab 4.6 ignores
   * the status of its own requests for information, and would show "Unknown" until a cell runs.
   */
  void publishIdle() {
    publish(PublishStatus.IDLE);
  }

  private void publish(PublishStatus status) {
    Header<PublishStatus> header =
        new Header<>(
            UUID.randomUUID().toString(),
            Header.KERNEL_USERNAME,
            session,
            KernelTimestamp.now(),
            PublishStatus.MESSAGE_TYPE,
            Header.PROTOCOL_VERISON);
    iopub.sendMessage(new Message<>(header, status));
  }

  @Override
  public IOPubChannel getIOPub() {
    return iopub;
  }

  @Override
  public ShellReplyEnvironment prepareReplyEnv(ShellChannel channel, MessageContext message) {
    return new ShellReplyEnvironment(channel, stdin, iopub, message) {};
  }

  /** Ends the loops. {@link #waitUntilClose} returns when the last replies have been sent. */
  @Override
  public void close() {
    closed.countDown();
    heartbeat.close();
    shell.close();
    control.close();
  }

  @Override
  public void waitUntilClose() {
    try {
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    heartbeat.waitUntilClose();
    control.waitUntilClose();
    shell.waitUntilClose();
    Thread end =
        new Thread(
            () -> {
              iopub.close();
              stdin.close();
              context.close(); // waits until the last replies are sent
            },
            "close-connection");
    end.setDaemon(true);
    end.start();
    join(end);
  }

  /** Waits for a thread for a limited time. */
  static void join(Thread thread) {
    try {
      thread.join(JOIN_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
