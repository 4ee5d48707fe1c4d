package org.entroscope.browser;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.interactions.Actions;

/**
 * A notebook in JupyterLab 4 or Notebook 7, operated by its cells, toolbar and menus. Both
 * applications are built from the same components.
 */
public final class NotebookPage implements AutoCloseable {

  private static final Duration LIMIT = Duration.ofMinutes(4); // on a busy computer

  private final Browser browser;

  private NotebookPage(Browser browser) {
    this.browser = browser;
  }

  /** Opens a notebook's address and waits until its kernel is idle. */
  public static NotebookPage open(Browser browser, String address) {
    NotebookPage page = openWithoutKernel(browser, address);
    page.awaitIdle();
    return page;
  }

  /** Opens a notebook's address without waiting for its kernel. */
  public static NotebookPage openWithoutKernel(Browser browser, String address) {
    // the window is high enough for all cells, because the page holds only visible ones
    browser.resize(1400, 2200);
    browser.open(address);
    browser.await("document.querySelector('.jp-Notebook .jp-Cell')", LIMIT);
    return new NotebookPage(browser);
  }

  /** Leaves the page without saving and shuts its kernel down. */
  @Override
  public void close() {
    browser
        .driver()
        .executeAsyncScript(
            """
            const done = arguments[0];
            addEventListener('beforeunload', e => e.stopImmediatePropagation(), true);
            const root = JSON.parse(document.getElementById('jupyter-config-data').textContent);
            const api = root.baseUrl + 'api/sessions';
            const key = {headers: {Authorization: 'token ' + root.token}};
            fetch(api, key)
                .then(answer => answer.json())
                .then(all => Promise.all(
                    all.map(one => fetch(api + '/' + one.id, {...key, method: 'DELETE'}))))
                .then(() => done('ended'), problem => done(String(problem)));
            """);
    browser.driver().get("about:blank");
  }

  /** Waits until the page is connected to a kernel and the kernel is idle. */
  public void awaitIdle() {
    browser.await(
        """
        (function () {
          const names = document.querySelectorAll('.jp-Toolbar-kernelName');
          const shown = Array.from(names).some(name => name.innerText.includes('Entroscope'));
          const request = new XMLHttpRequest(); // one that can be waited for in an expression
          const config = JSON.parse(document.getElementById('jupyter-config-data').textContent);
          request.open('GET', config.baseUrl + 'api/kernels', false);
          request.setRequestHeader('Authorization', 'token ' + config.token);
          request.send();
          const kernels = JSON.parse(request.responseText);
          return shown && kernels.length === 1
              && kernels[0].connections > 0 && kernels[0].execution_state === 'idle'
              && document.querySelector('.jp-Notebook-ExecutionIndicator[data-status=idle]');
        })()\
        """,
        LIMIT);
  }

  /** Selects a cell, counted from 0, and presses the toolbar's run button. */
  public NotebookPage run(int cell) {
    // the page may still replace the cell's elements; a script clicks the current ones
    browser.run(
        "var prompt = "
            + script(cell)
            + ".querySelector('.jp-InputPrompt');"
            + "['mousedown', 'mouseup', 'click'].forEach(kind => prompt.dispatchEvent("
            + "new MouseEvent(kind, {bubbles: true, button: 0})))");
    press("run");
    return this;
  }

  /** Runs a cell and waits for its end. */
  public NotebookPage runToEnd(int cell) {
    run(cell);
    browser.await(
        "/\\[\\d+\\]/.test(" + script(cell) + ".querySelector('.jp-InputPrompt').innerText)",
        LIMIT);
    return this;
  }

  /** Returns whether a cell is queued or running. */
  public boolean isRunning(int cell) {
    return prompt(cell).contains("*");
  }

  /** Returns the prompt of a cell: {@code [*]:} while it runs, then for example {@code [3]:}. */
  public String prompt(int cell) {
    return (String)
        browser.run("return " + script(cell) + ".querySelector('.jp-InputPrompt').innerText");
  }

  /** Returns the text of the outputs of a cell; empty if there are none. */
  public String output(int cell) {
    return (String)
        browser.run(
            "var area = "
                + script(cell)
                + ".querySelector('.jp-OutputArea'); return area ? area.innerText : ''");
  }

  /** Waits until the outputs of a cell contain a text. */
  public void awaitOutput(int cell, String words) {
    browser.await(
        "("
            + script(cell)
            + ".querySelector('.jp-OutputArea') || {innerText: ''}).innerText.includes("
            + quoted(words)
            + ")",
        LIMIT);
  }

  /** Presses the toolbar's interrupt button. */
  public void interrupt() {
    press("interrupt");
  }

  /**
   * Types at the end of a cell, presses Tab, and returns the proposed completions. There must be
   * more than one, because Jupyter inserts a single one without showing it.
   */
  public List<String> completions(int cell, String text) {
    WebElement editor = cell(cell).findElement(By.cssSelector(".cm-content"));
    editor.click();
    new Actions(browser.driver())
        .keyDown(Keys.CONTROL)
        .sendKeys(Keys.END)
        .keyUp(Keys.CONTROL)
        .sendKeys(text)
        .perform();
    // Jupyter waits for the kernel for one second only, so on a busy computer Tab is pressed again
    long end = System.nanoTime() + LIMIT.toNanos();
    while (browser.find(".jp-Completer-item").isEmpty()) {
      assertTrue(System.nanoTime() < end, "nothing is proposed for " + text);
      new Actions(browser.driver()).sendKeys(Keys.TAB).pause(Duration.ofSeconds(2)).perform();
    }
    List<?> items =
        (List<?>)
            browser.run(
                "return Array.from(document.querySelectorAll('.jp-Completer-item')).map(e => e.innerText.trim())");
    new Actions(browser.driver()).sendKeys(Keys.ESCAPE).perform();
    return items.stream().map(String::valueOf).toList();
  }

  /** Chooses a theme from the menu, for example {@code JupyterLab Dark}, and waits for it. */
  public void theme(String name) {
    menu("Settings", "Theme", name);
    browser.await("document.body.dataset.jpThemeName === " + quoted(name), LIMIT);
  }

  /** Chooses an entry of the menu bar, given by the labels from the menu to the entry. */
  public void menu(String... path) {
    mouse(".lm-MenuBar-itemLabel", path[0], "mousedown", "mouseup");
    for (int i = 1; i < path.length; i++) {
      boolean last = i == path.length - 1;
      mouse(
          ".lm-Menu-itemLabel",
          path[i],
          last ? "mousemove,mouseup".split(",") : new String[] {"mousemove"});
    }
  }

  /**
   * Clicks an entry of a menu by script, because the driver's own pointer waits for minutes on a
   * busy computer.
   */
  private void mouse(String selector, String label, String... kinds) {
    String entries = "Array.from(document.querySelectorAll(" + quoted(selector) + "))";
    browser.await(entries + ".some(e => e.innerText.trim() === " + quoted(label) + ")", LIMIT);
    browser.run(
        """
        const entry = Array.from(document.querySelectorAll(arguments[0]))
            .find(e => e.innerText.trim() === arguments[1]);
        const box = entry.getBoundingClientRect();
        const where = {
          bubbles: true, cancelable: true, button: 0,
          clientX: box.x + box.width / 2, clientY: box.y + box.height / 2
        };
        arguments[2].forEach(kind => {
          // the menus of JupyterLab 4.6.4 act on events of the pointer, those before on the mouse's
          entry.dispatchEvent(new PointerEvent(kind.replace('mouse', 'pointer'), where));
          entry.dispatchEvent(new MouseEvent(kind, where));
        });
        """,
        selector,
        label,
        List.of(kinds));
  }

  /** Returns the element of a cell. */
  public WebElement cell(int index) {
    return (WebElement) browser.run("return " + script(index));
  }

  /** Returns a JavaScript expression for the element of a cell. */
  public static String script(int cell) {
    return "document.querySelectorAll('.jp-Notebook .jp-Cell')[" + cell + "]";
  }

  private void press(String item) {
    String button =
        ".jp-NotebookPanel-toolbar [data-jp-item-name='%s'] :is(jp-button, button)".formatted(item);
    // the kernel may be idle before the toolbar is there
    browser.await("document.querySelector(" + quoted(button) + ")", LIMIT);
    // JupyterLab's buttons act when the mouse goes down
    browser.run(
        """
        const button = document.querySelector(arguments[0]);
        ['mousedown', 'mouseup', 'click'].forEach(
            kind => button.dispatchEvent(new MouseEvent(kind, {bubbles: true, button: 0})));
        """,
        button);
  }

  private static String quoted(String words) {
    return "'" + words.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n") + "'";
  }
}
