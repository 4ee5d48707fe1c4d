package org.entroscope.hub;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.JupyterIO;
import org.dflib.jjava.jupyter.kernel.LanguageInfo;
import org.dflib.jjava.jupyter.kernel.ReplacementOptions;
import org.dflib.jjava.jupyter.kernel.comm.CommManager;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import org.dflib.jjava.jupyter.kernel.magic.MagicsRegistry;
import org.dflib.jjava.jupyter.kernel.util.StringStyler;

/** A kernel on JJava's base library that does not know Entroscope, like JJava's own kernel. */
public final class ForeignKernel extends BaseKernel {

  public ForeignKernel() {
    super(
        "Foreign",
        "1",
        new LanguageInfo.Builder("java").build(),
        List.of(),
        null,
        new JupyterIO(StandardCharsets.UTF_8),
        new CommManager(),
        new Renderer(),
        null,
        new MagicsRegistry(),
        true,
        new StringStyler.Builder().build());
  }

  /** Installs the extensions in added jars, as JJava does. */
  public void jarsCame(ClassLoader loader) {
    installExtensions(loader);
  }

  /** Returns the HTML that a cell shows for a value, or an empty text if it shows none. */
  public String html(Object value) {
    Object html = getRenderer().render(value).getData(MIMEType.TEXT_HTML);
    return html == null ? "" : html.toString();
  }

  @Override
  public Object evalRaw(String code) {
    throw new UnsupportedOperationException();
  }

  @Override
  public DisplayData inspect(String code, int at, boolean extra) {
    throw new UnsupportedOperationException();
  }

  @Override
  public ReplacementOptions complete(String code, int at) {
    throw new UnsupportedOperationException();
  }

  @Override
  public String isComplete(String code) {
    return IS_COMPLETE_YES;
  }
}
