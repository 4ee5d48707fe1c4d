package org.entroscope.kernel;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.dflib.jjava.jupyter.channels.StdinChannel;
import org.dflib.jjava.jupyter.kernel.KernelConnectionProperties;
import org.dflib.jjava.jupyter.messages.HMACGenerator;
import org.dflib.jjava.jupyter.messages.Message;
import org.dflib.jjava.jupyter.messages.MessageContext;
import org.dflib.jjava.jupyter.messages.reply.InputReply;
import org.dflib.jjava.jupyter.messages.request.InputRequest;
import org.entroscope.files.Reason;
import org.zeromq.ZMQ;

/** The channel from which cells read input. Messages that do not answer a question are dropped. */
final class GuardedStdin extends StdinChannel {

  private final MessageDecoder decoder;
  private final DroppedMessages dropped = new DroppedMessages("stdin");

  // JeroMQ swallows interrupts of a thread that waits for a message, so cells wait for this thread
  private final ExecutorService asker =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "stdin-channel");
            thread.setDaemon(true);
            return thread;
          });

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
  public String getInput(MessageContext context, String prompt, boolean password) {
    AtomicBoolean withdrawn = new AtomicBoolean();
    Future<String> answer = asker.submit(() -> ask(context, prompt, password, withdrawn));
    try {
      return answer.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CellInterruptedException("interrupted");
    } catch (ExecutionException e) {
      throw new IllegalStateException("cannot ask for input: " + Reason.of(e.getCause()), e);
    } finally {
      withdrawn.set(true);
    }
  }

  private String ask(
      MessageContext context, String prompt, boolean password, AtomicBoolean withdrawn) {
    while (!frames.await().isEmpty()) {
      // discard answers to questions of interrupted cells
    }
    sendMessage(
        new Message<>(context, InputRequest.MESSAGE_TYPE, new InputRequest(prompt, password)));
    while (!withdrawn.get()) {
      List<byte[]> message = frames.await();
      if (!message.isEmpty()) {
        try {
          return answer(message) + System.lineSeparator();
        } catch (MalformedMessageException e) {
          dropped.add(e);
        }
      }
    }
    return null; // the question was withdrawn
  }

  private String answer(List<byte[]> message) throws MalformedMessageException {
    if (decoder.decode(message).getContent() instanceof InputReply reply
        && reply.getValue() != null) {
      return reply.getValue();
    }
    throw new MalformedMessageException("it is not an answer to a request for input");
  }
}
