package org.entroscope.benchmarks;

import ai.djl.Device;
import java.io.IOException;
import java.util.Locale;
import org.entroscope.architecture.Architecture;
import org.entroscope.architecture.ModelShape;
import org.entroscope.model.Gpt;
import org.entroscope.tokens.Examples;
import org.entroscope.tokens.TokenizedCorpus;
import org.entroscope.tokens.Tokenizer;
import org.entroscope.training.Evaluation;

/**
 * Measures the memory that an evaluation takes in addition to the model's weights, for the shapes
 * of GPT-2 small at T=1,024 and Pythia 70M at T=2,048, with random weights. Run by hand: {@code
 * tests/benchmarks/run attention}.
 */
public final class EntropyMemory {

  private static final ModelShape GPT2 = ModelShape.gpt2Small().withContext(1024);
  private static final ModelShape PYTHIA = new ModelShape(6, 8, 512, 2048, 50304);

  private EntropyMemory() {}

  /**
   * @param words {@code gpt2} or {@code pythia}
   */
  public static void main(String[] words) throws IOException {
    ModelShape shape = words[0].equals("pythia") ? PYTHIA : GPT2;
    TokenizedCorpus corpus = RandomWords.corpus().tokenize(Tokenizer.gpt2());
    Examples two = corpus.evaluation().examples(shape.context()).required().spread(2);
    try (Gpt gpt = Gpt.create(Architecture.of("SM + LN + G"), shape, 1, Device.cpu())) {
      gpt.entropy(1, 2, 3);
      long before = ResidentMemory.largest();
      Evaluation evaluation = Evaluation.of(gpt, two, 1);
      System.out.printf(
          Locale.ROOT,
          "%s, %s: %d MB beyond the model's; mean entropy of head 0.0 %.2f nats%n",
          words[0],
          shape,
          (ResidentMemory.largest() - before) >> 20,
          evaluation.entropy().at(0, 0));
    }
  }
}
