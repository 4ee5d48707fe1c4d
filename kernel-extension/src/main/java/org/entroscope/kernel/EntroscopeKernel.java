package org.entroscope.kernel;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jdk.jshell.SourceCodeAnalysis.Completeness;
import jdk.jshell.SourceCodeAnalysis.Documentation;
import org.dflib.jjava.jupyter.channels.ShellReplyEnvironment;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.HelpLink;
import org.dflib.jjava.jupyter.kernel.LanguageInfo;
import org.dflib.jjava.jupyter.kernel.ReplacementOptions;
import org.dflib.jjava.jupyter.kernel.comm.CommManager;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import org.dflib.jjava.jupyter.kernel.magic.MagicsRegistry;
import org.dflib.jjava.jupyter.kernel.util.StringStyler;
import org.dflib.jjava.jupyter.messages.Message;
import org.dflib.jjava.jupyter.messages.publish.PublishExecuteInput;
import org.dflib.jjava.jupyter.messages.publish.PublishExecuteResult;
import org.dflib.jjava.jupyter.messages.reply.ExecuteReply;
import org.dflib.jjava.jupyter.messages.request.ExecuteRequest;
import org.entroscope.notebook.CellOutput;
import org.entroscope.notebook.EntroscopeExtension;
import org.entroscope.notebook.NotebookHost;
import org.entroscope.notebook.Undisturbed;
import org.entroscope.notebook.Versions;

/** The kernel, which answers Jupyter's messages with results, text and errors. */
public final class EntroscopeKernel extends BaseKernel implements NotebookHost {

  private final CellIo cellIo;
  private final CellEvaluator evaluator;
  private final CodeHelp help;
  private final FailureQueue failures = new FailureQueue();

  /** Creates a kernel with its own Java session. */
  public EntroscopeKernel() {
    this(new CellIo());
  }

  private EntroscopeKernel(CellIo io) {
    super(
        "Entroscope",
        Versions.entroscope(),
        new LanguageInfo.Builder("java")
            .version(System.getProperty("java.version"))
            .mimetype("text/x-java-source")
            .fileExtension(".jshell")
            .pygments("java")
            .codemirror("text/x-java")
            .exporter("script")
            .build(),
        List.of(new HelpLink("JShell", "https://docs.oracle.com/en/java/javase/17/jshell/")),
        null,
        io,
        new CommManager(),
        new Renderer(),
        null,
        new MagicsRegistry(),
        true,
        new StringStyler.Builder().build());
    cellIo = io;
    evaluator = new CellEvaluator();
    help = new CodeHelp(evaluator.analysis());
    evaluator.magics(this::runMagic);
    Magics.register(this);
  }

  CellEvaluator evaluator() {
    return evaluator;
  }

  CodeHelp help() {
    return help;
  }

  @Override
  public void onStartup() {
    CellStreams.install();
    HeapReserve.hold();
    super.onStartup();
    StartupImports.all().forEach(line -> evaluator.run(0, line));
  }

  @Override
  public void onShutdown(boolean restarting) {
    super.onShutdown(restarting);
    evaluator.interrupt();
  }

  @Override
  protected ClassLoader getClassLoader() {
    return evaluator == null ? super.getClassLoader() : evaluator.classLoader();
  }

  /** Adds jars or folders of classes, and starts the extensions that they contain. */
  void addToClasspath(List<Path> paths) {
    paths.forEach(evaluator::addToClasspath);
    installExtensions(evaluator.classLoader());
  }

  @Override
  public CellOutput current() {
    return CellStreams.current();
  }

  @Override
  protected synchronized void handleExecuteRequest(
      ShellReplyEnvironment env, Message<ExecuteRequest> message) {
    ExecuteRequest request = message.getContent();
    env.setBusyDeferIdle();
    if (failures.waits(Replies.written(message), Instant.now())) {
      Replies.aborted(env, executionCount.get());
      return;
    }
    commManager.setMessageContext(message);
    boolean silent = request.isSilent();
    int count = silent ? executionCount.get() : executionCount.getAndIncrement();
    if (!silent) {
      env.publish(new PublishExecuteInput(request.getCode(), count));
    }
    Object id = message.getNonNullMetadata().get("cellId");
    Cell cell = new Cell(id == null ? request.getCode() : id.toString(), new CellWire(env));
    cellIo.attach(env, request.isStdinEnabled());
    System.setIn(cellIo.in);
    CellStreams.begin(cell);
    try {
      DisplayData result = run(cell, count, request.getCode());
      CellStreams.end(cell);
      if (result != null && !silent) {
        env.publish(new PublishExecuteResult(count, result));
      }
      env.defer().reply(new ExecuteReply(count, Map.of()));
      if (evaluator.wasInterrupted()) {
        failures.failed(Instant.now());
      }
    } catch (CellFailure e) {
      CellStreams.end(cell);
      Replies.failed(env, count, e.errorName(), e.getMessage(), e.traceback());
      if (request.shouldStopOnError()) {
        failures.failed(Instant.now());
      }
    } finally {
      CellStreams.workFor(null);
      cellIo.detach(env);
    }
  }

  private DisplayData run(Cell cell, int count, String code) {
    try {
      CellStreams.workFor(cell);
      evaluator.beginCell(); // the interrupt of an earlier cell must not end the call below
      evaluator.callInCell(
          () -> {
            CellStreams.workFor(cell);
            return null;
          });
      Optional<String> question = HelpQuestion.of(code);
      Object value =
          question.isPresent()
              ? HelpQuestion.answer(help, question.get())
              : evaluator.run(count, code);
      // creating the rich form of a value may take long and may fail, like the cell itself
      return value == null ? null : evaluator.callInCell(() -> render(value));
    } catch (CellFailure e) {
      throw e;
    } catch (Throwable e) {
      throw new CellFailure(
          e.getClass().getSimpleName(),
          "the cell ran, but its result cannot be shown: " + e,
          List.of("The cell ran, but its result cannot be shown: " + e),
          e);
    }
  }

  private DisplayData render(Object value) {
    DisplayData data = value instanceof DisplayData given ? given : getRenderer().render(value);
    if (!(value instanceof CharSequence)
        && data.getData(MIMEType.TEXT_PLAIN) instanceof String text) {
      data.putText(CellNames.readable(text)); // for example Point@1a2b for a class of a cell
    }
    return data;
  }

  /** Evaluates code as a part of the running cell. Its value is defined like that of a cell. */
  @Override
  public Object evalRaw(String source) {
    return evaluator.runPart(source);
  }

  private Object runMagic(CellSource.Magic magic) {
    try {
      return magic.body() == null
          ? getMagicsRegistry().evalLineMagic(this, magic.name(), magic.arguments())
          : getMagicsRegistry().evalCellMagic(this, magic.name(), magic.arguments(), magic.body());
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e.getMessage() == null ? e.toString() : e.getMessage(), e);
    }
  }

  /** Shows data below the cell that the calling thread works for. */
  @Override
  public void display(DisplayData data) {
    Cell cell = CellStreams.current();
    if (cell == null) {
      super.display(data);
    } else {
      cell.flush();
      Undisturbed.run(() -> getIO().display.display(data));
    }
  }

  @Override
  public void interrupt() {
    evaluator.interrupt();
  }

  @Override
  public DisplayData inspect(String code, int at, boolean detailed) {
    List<Documentation> found = help.document(code, at);
    return found.isEmpty()
        ? null
        : EntroscopeExtension.displayData(Documentations.tooltip(found, detailed), null);
  }

  @Override
  public ReplacementOptions complete(String code, int at) {
    int line = code.lastIndexOf('\n', at - 1) + 1;
    String begin = code.substring(line, at);
    if (begin.matches("%{1,2}\\w*")) {
      List<String> magics = new ArrayList<>();
      getMagicsRegistry().getLineMagicNames().forEach(name -> magics.add("%" + name));
      getMagicsRegistry().getCellMagicNames().forEach(name -> magics.add("%%" + name));
      magics.removeIf(name -> !name.startsWith(begin));
      magics.sort(null);
      return new ReplacementOptions(magics, line, at);
    }
    CodeHelp.Completion completion = help.complete(code, at);
    return new ReplacementOptions(completion.matches(), completion.from(), at);
  }

  @Override
  public String isComplete(String code) {
    if (code.startsWith("%")) {
      return IS_COMPLETE_YES;
    }
    Completeness completeness = help.completeness(code);
    return switch (completeness) {
      case COMPLETE, COMPLETE_WITH_SEMI, CONSIDERED_INCOMPLETE, EMPTY -> IS_COMPLETE_YES;
      case DEFINITELY_INCOMPLETE -> "  ";
      case UNKNOWN -> IS_COMPLETE_BAD;
    };
  }
}
