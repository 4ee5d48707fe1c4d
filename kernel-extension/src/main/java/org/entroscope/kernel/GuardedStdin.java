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

/** The channel from which cells read input. Messages that do not answer a question are dropped. */
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
   * Asks the user for a line of input.
   *
   * @throws CellInterruptedException if the cell is interrupted while it waits
   */
  @Override
  public synchronized String getInput(MessageContext context, String prompt, boolean password) {
    while (!frames.await().isEmpty()) {
      // discard answers to questions of interrupted cells
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
    throw new MalformedMessageException("it is not an answer to a request for input");
  }
}
