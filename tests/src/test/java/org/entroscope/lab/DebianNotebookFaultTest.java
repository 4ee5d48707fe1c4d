package org.entroscope.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DebianNotebookFaultTest {

  private static final String FAULTY =
      """
      class DesignTokenBindingObserver {
        handleChange() {
          try {
            this.node.store.set(this.token, this.observer.observe(this.node.target, context));
          }
          catch (e) {
            console.error(e);
          }
        }
        delete(token) {
          this.values.delete(token);
          Observable.getNotifier(this).notify(token.id);
        }
        unbind() {
          if (this.parent) this.parent.removeChild(this);
          for (const token of this.bindingObservers.keys()) {
            this.tearDownBindingObserver(token);
          }
        }
        appendChild(child) {
          for (const [token, value] of this.store.all()) {
            child.hydrate(token, this.bindingObservers.has(token) ? this.getRaw(token) : value);
            // Need to stop reflecting any tokens that can now be inherited
            child.updateCSSTokenReflection(child.store, token);
          }
        }
        removeChild(child) {
          const deleted = childToParent.delete(child);
          for (const [token] of this.store.all()) {
            child.hydrate(token, child.getRaw(token));
            child.updateCSSTokenReflection(child.store, token);
          }
          return deleted;
        }
      }
      """;
  private static final String SOUND =
      """
      class DesignTokenBindingObserver {
        handleChange() {
          this.node.store.set(this.token, this.observer.observe(this.node.target, context));
        }
        delete(token) {
          this.values.delete(token);
        }
        unbind() {
          if (this.parent) this.parent.removeChild(this);
        }
        appendChild(child) {
          for (const [token, value] of this.store.all()) {
            child.hydrate(token, this.bindingObservers.has(token) ? this.getRaw(token) : value);
          }
        }
        removeChild(child) {
          const deleted = childToParent.delete(child);
          return deleted;
        }
      }
      """;

  @Test
  void whatWasAddedIsTakenOutAgain() {
    assertEquals(SOUND, DebianNotebookFault.mended(FAULTY));
    assertEquals(SOUND, DebianNotebookFault.mended(SOUND));
  }

  @Test
  void onlyFaultyScriptsChangeAndOnlyOnce(@TempDir Path folder) throws Exception {
    String others = FAULTY.replace("DesignTokenBindingObserver", "Other");
    Path faulty = Files.writeString(folder.resolve("6537.js"), FAULTY);
    Path sound = Files.writeString(folder.resolve("1.js"), others);
    Path map = Files.writeString(folder.resolve("6537.js.map"), FAULTY);
    assertEquals(1, DebianNotebookFault.mend(folder));
    assertEquals(SOUND, Files.readString(faulty));
    assertEquals(others, Files.readString(sound));
    assertEquals(FAULTY, Files.readString(map));
    assertEquals(0, DebianNotebookFault.mend(folder));
    try (Stream<Path> left = Files.list(folder)) {
      assertEquals(3, left.count(), "files left behind");
    }
  }
}
