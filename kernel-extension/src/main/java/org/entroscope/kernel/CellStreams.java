package org.entroscope.kernel;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;

/**
 * Redirects the output on {@link System#out} and {@link System#err} to the right cell.
 *
 * <p>A thread belongs to the cell that started it, even after that cell has ended. Its output
 * appears below that cell or nowhere, and never below a later cell. Threads of the common pool
 * belong to the running cell. Threads of the kernel itself write to the terminal.
 */
final class CellStreams {

  private static final long FLUSH_MILLIS = 100;
  private static final Router OUT = new Router(false);
  private static final Router ERR = new Router(true);
  private static final InheritableThreadLocal<Cell> OF_THREAD = new InheritableThreadLocal<>();

  private static volatile Cell running;

  private CellStreams() {}

  /** Replaces System.out and System.err permanently. */
  static void install() {
    OUT.terminal = System.out;
    ERR.terminal = System.err;
    claim();
    new ServiceLoop("cell-output", CellStreams::flushNowAndThen).start();
  }

  // undoes the changes of earlier cells to System.out and System.err, because otherwise later
  // cells might have no output
  private static void claim() {
    System.setOut(OUT.stream);
    System.setErr(ERR.stream);
  }

  private static void flushNowAndThen() {
    try {
      Thread.sleep(FLUSH_MILLIS);
    } catch (InterruptedException e) {
      // an interrupt only shortens the wait
    }
    Cell cell = running;
    if (cell != null) {
      cell.flush();
    }
  }

  /** Returns the cell that the calling thread works for, or null. */
  static Cell current() {
    if (Thread.currentThread() instanceof ForkJoinWorkerThread worker
        && worker.getPool() == ForkJoinPool.commonPool()) {
      return running;
    }
    return OF_THREAD.get();
  }

  /** Begins a cell. */
  static void begin(Cell cell) {
    if (OUT.terminal != null) {
      claim();
    }
    running = cell;
  }

  /** Assigns the calling thread to a cell, or to none. */
  static void workFor(Cell cell) {
    OF_THREAD.set(cell);
  }

  /** Ends the cell and sends the rest of its text. */
  static void end(Cell cell) {
    cell.flush();
    running = null;
  }

  private static final class Router extends OutputStream {

    private final boolean error;
    private final PrintStream stream =
        new PrintStream(this, false, StandardCharsets.UTF_8) {
          @Override
          public void close() {
            flush(); // other cells need the stream
          }
        };
    private PrintStream terminal;

    Router(boolean error) {
      this.error = error;
    }

    @Override
    public void write(int b) {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      Cell cell = current();
      if (cell == null) {
        terminal.write(bytes, offset, length);
        terminal.flush();
      } else {
        cell.write(error, bytes, offset, length);
        if (cell != running) {
          cell.flush();
        }
      }
    }

    @Override
    public void flush() {
      // does nothing, because text is sent periodically and at the end of the cell
    }
  }
}
