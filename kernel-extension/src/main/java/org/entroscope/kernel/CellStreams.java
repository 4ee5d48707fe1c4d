package org.entroscope.kernel;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;

/**
 * Brings what is written to {@link System#out} and {@link System#err} to the right cell.
 *
 * <p>A thread belongs to the cell that started it, also when that cell is over: its output appears
 * there or nowhere, and never below a later cell. Threads of the common pool work for whoever runs.
 * Threads of the kernel itself write to the terminal.
 */
final class CellStreams {

  private static final long FLUSH_MILLIS = 100;
  private static final Router OUT = new Router(false);
  private static final Router ERR = new Router(true);
  private static final InheritableThreadLocal<Cell> OF_THREAD = new InheritableThreadLocal<>();

  private static volatile Cell running;

  private CellStreams() {}

  /** Takes System.out and System.err over, for good. */
  static void install() {
    OUT.terminal = System.out;
    ERR.terminal = System.err;
    claim();
    new ServiceLoop("cell-output", CellStreams::flushNowAndThen).start();
  }

  // what a cell made of System.out and System.err ends with it, or later cells might be silent
  private static void claim() {
    System.setOut(OUT.stream);
    System.setErr(ERR.stream);
  }

  private static void flushNowAndThen() {
    try {
      Thread.sleep(FLUSH_MILLIS);
    } catch (InterruptedException e) {
      // then earlier
    }
    Cell cell = running;
    if (cell != null) {
      cell.flush();
    }
  }

  /** The cell that the calling thread works for, or null. */
  static Cell current() {
    if (Thread.currentThread() instanceof ForkJoinWorkerThread worker
        && worker.getPool() == ForkJoinPool.commonPool()) {
      return running;
    }
    return OF_THREAD.get();
  }

  /** Says that a cell begins. */
  static void begin(Cell cell) {
    if (OUT.terminal != null) {
      claim();
    }
    running = cell;
  }

  /** Says that the calling thread works for a cell, or for none. */
  static void workFor(Cell cell) {
    OF_THREAD.set(cell);
  }

  /** Says that the cell is over, and sends the rest of its text. */
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
            flush(); // other cells need it
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
      // text is sent by the clock and at the end of the cell
    }
  }
}
