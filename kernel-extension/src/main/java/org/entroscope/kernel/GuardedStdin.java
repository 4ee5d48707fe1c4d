package org.entroscope.kernel;

import java.util.List;
import org.dflib.jjava.jupyter.channels.StdinChannel;
import org.dflib.jjava.jupyter.kernel.KernelConnectionProperties;
import org.dflib.jjava.jupyter.messages.HMACGenerator;
import org.dflib.jjava.jupyter.messages.Message;
import org.dflib.jjava.jupyter.messages.MessageContext;
import org.dflib.jjava.jupyter.messages.reply.InputReply;
import org.dflib.jjava.jupyter.messages.request.InputRequest;
import org.zeromq.ZMQ;

/** The channel that cells read input from; what is not an answer to a question is dropped. */
final class GuardedStdin extends StdinChannel {

  private final MessageDecoder decoder;
  private final DroppedMessages dropped = new DroppedMessages("stdin");
  private Frames frames;

  GuardedStdin(ZMQ.Context context, HMACGenerator signer) {
    super(context, signer);
    decoder = new MessageDecoder(signer);
  }

  @Override
  public void bind(KernelConnectionProperties to) {
    frames = new Frames(ctx, this);
    super.bind(to);
  }

  /**
   * Asks for a line.
   *
   * @throws CellInterruptedException if the cell is interrupted while it waits
   */
  @Override
  public synchronized String getInput(MessageContext context, String prompt, boolean password) {
    while (!frames.await().isEmpty()) {
      // answers to questions whose cells were interrupted
    }
    sendMessage(
        new Message<>(context, InputRequest.MESSAGE_TYPE, new InputRequest(prompt, password)));
    while (true) {
      if (Thread.currentThread().isInterrupted()) {
        throw new CellInterruptedException("interrupted");
      }
      List<byte[]> message = frames.await();
      if (!message.isEmpty()) {
        try {
          return answer(message) + System.lineSeparator();
        } catch (MalformedMessageException e) {
          dropped.add(e);
        }
      }
    }
  }

  private String answer(List<byte[]> message) throws MalformedMessageException {
    if (decoder.decode(message).getContent() instanceof InputReply reply
        && reply.getValue() != null) {
      return reply.getValue();
    }
    throw new MalformedMessageException("it is no answer to a question for input");
  }
}
