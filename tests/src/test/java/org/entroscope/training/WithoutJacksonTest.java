package org.entroscope.training;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.entroscope.architecture.ModelShape;
import org.entroscope.corpus.Corpus;
import org.entroscope.runs.TrainingPlan;
import org.entroscope.tokens.Tokenizer;
import org.junit.jupiter.api.Test;

/**
 * Tests that a training that neither reads nor writes JSON does not load Jackson, which takes 0.5
 * s.
 */
class WithoutJacksonTest {

  /** A class loader that loads Entroscope again but cannot find Jackson. */
  private static final class Loader extends URLClassLoader {

    Loader() {
      super(
          new URL[] {location(Experiment.class), location(WithoutJacksonTest.class)},
          WithoutJacksonTest.class.getClassLoader());
    }

    private static URL location(Class<?> type) {
      return type.getProtectionDomain().getCodeSource().getLocation();
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (name.startsWith("com.fasterxml.jackson.")) {
        throw new ClassNotFoundException(name);
      }
      if (!name.startsWith("org.entroscope.")) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        return loaded != null ? loaded : findClass(name);
      }
    }
  }

  /** Trains for a few steps. The other class loader finds this class by name. */
  public static final class Training implements Supplier<String> {
    @Override
    public String get() {
      String text =
          IntStream.range(0, 400)
              .mapToObj(i -> "int a%d = b + %d;\n".formatted(i, i * i))
              .collect(Collectors.joining());
      Run run =
          Experiment.of("EReg(SM(t) + G)")
              .on(Corpus.of(text).tokenize(Tokenizer.bytes()))
              .shape(new ModelShape(1, 2, 16, 16, 256))
              .plan(TrainingPlan.laptop())
              .steps(2)
              .quietly()
              .train();
      try (var model = run.model()) {
        return run.status() + " with " + run.entropy().heads() + " heads";
      }
    }
  }

  @Test
  void aTrainingInMemoryNeedsNoJson() throws IOException, ReflectiveOperationException {
    try (Loader loader = new Loader()) {
      Supplier<?> training =
          (Supplier<?>)
              loader.loadClass(Training.class.getName()).getDeclaredConstructor().newInstance();
      assertEquals("FINISHED with 2 heads", training.get());
    }
  }
}
