package org.entroscope.kernel;

import java.util.List;
import org.dflib.jjava.jupyter.channels.JupyterSocket;
import org.dflib.jjava.jupyter.kernel.KernelConnectionProperties;
import org.dflib.jjava.jupyter.messages.HMACGenerator;
import org.slf4j.LoggerFactory;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;

/** Echoes every message, which shows Jupyter that the kernel is alive. */
final class Heartbeat extends JupyterSocket {

  private final ServiceLoop loop = new ServiceLoop("heartbeat", this::step);
  private Frames frames;

  Heartbeat(ZMQ.Context context, HMACGenerator signer) {
    // a REP socket alternates between receiving and sending, which a second frame could disturb
    super(context, SocketType.ROUTER, signer, LoggerFactory.getLogger(Heartbeat.class));
  }

  @Override
  public void bind(KernelConnectionProperties to) {
    frames = new Frames(ctx, this);
    bind(formatAddress(to.getTransport(), to.getIp(), to.getHbPort()));
    loop.start();
  }

  private void step() {
    List<byte[]> message = frames.await();
    for (int i = 0; i < message.size(); i++) {
      send(message.get(i), i + 1 < message.size() ? ZMQ.SNDMORE : 0);
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
