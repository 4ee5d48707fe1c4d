package org.entroscope.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.ServiceLoader;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.entroscope.corpus.Corpus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelLoaderTest {

  @TempDir Path folder;

  @Test
  void theLibraryIsItsOwnAndTheJdkIsShared() throws Exception {
    try (KernelLoader loader = new KernelLoader(ClassLoader.getSystemClassLoader())) {
      Class<?> corpus = loader.loadClass(Corpus.class.getName());
      assertNotSame(Corpus.class, corpus);
      assertSame(loader, corpus.getClassLoader());
      assertSame(String.class, loader.loadClass("java.lang.String"));
      assertSame(jdk.jshell.JShell.class, loader.loadClass("jdk.jshell.JShell"));
      assertSame(KernelLoader.class, loader.loadClass(KernelLoader.class.getName()));
      assertNull(KernelLoader.current(), "the tests' JVM was started without one");
    }
  }

  /** Tests how JShell finds the compiler. With another parent loader, it found none. */
  @Test
  void theCompilerIsFound() throws Exception {
    try (KernelLoader loader = new KernelLoader(ClassLoader.getSystemClassLoader())) {
      assertTrue(
          ServiceLoader.load(JavaCompiler.class, loader).stream()
              .anyMatch(each -> each.type() == ToolProvider.getSystemJavaCompiler().getClass()));
    }
  }

  @Test
  void whatIsAddedIsSeenByTheLibrarysLoader() throws Exception {
    Path classes = Files.createDirectories(folder.resolve("classes"));
    Path source = Files.writeString(folder.resolve("Late.java"), "public class Late {}");
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-d", classes.toString(), source.toString());
    assertEquals(0, status);
    Files.writeString(classes.resolve("late.txt"), "late");
    try (KernelLoader loader = new KernelLoader(ClassLoader.getSystemClassLoader())) {
      ClassLoader library = loader.loadClass(Corpus.class.getName()).getClassLoader();
      assertThrows(ClassNotFoundException.class, () -> Class.forName("Late", false, library));
      loader.appendToClassPathForInstrumentation(classes.toString());
      assertSame(loader, Class.forName("Late", false, library).getClassLoader());
      assertEquals(1, Collections.list(library.getResources("late.txt")).size());
    }
  }

  @Test
  void aResourceOfTheClassPathComesOnce() throws Exception {
    String ours = Corpus.class.getName().replace('.', '/') + ".class";
    try (KernelLoader loader = new KernelLoader(ClassLoader.getSystemClassLoader())) {
      assertEquals(1, Collections.list(loader.getResources(ours)).size());
      assertEquals(loader.getResource(ours), loader.getResources(ours).nextElement());
    }
  }
}
