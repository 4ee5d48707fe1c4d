package org.entroscope.architecture;

/**
 * The sizes of a decoder-only transformer (Section 2). The names are those of the paper's tables.
 *
 * @param layers L, the number of blocks
 * @param heads H, the number of attention heads per layer
 * @param hiddenSize d, the hidden size (width of the residual stream); a multiple of {@code heads}
 * @param context T, the context length in tokens
 * @param vocabulary the number of tokens in the vocabulary
 * @param initialStd the standard deviation of the normal distribution of the initial weights. The
 *     paper's 0.02 belongs to d = 768; the default for other widths, {@code 0.02 sqrt(768 / d)},
 *     keeps the paper's spread of attention logits at the start.
 */
public record ModelShape(
    int layers, int heads, int hiddenSize, int context, int vocabulary, double initialStd) {

  /** The vocabulary size of the byte tokenizer: 256 byte values. */
  public static final int BYTES = 256;

  /** The vocabulary size of GPT-2. */
  public static final int GPT2_VOCABULARY = 50257;

  /** Rejects impossible sizes. */
  public ModelShape {
    positive("layers", layers);
    positive("heads", heads);
    positive("hiddenSize", hiddenSize);
    positive("context", context);
    positive("vocabulary", vocabulary);
    if (hiddenSize % heads != 0) {
      throw new IllegalArgumentException(
          "hiddenSize must be a multiple of heads, so that all heads have the same width: "
              + hiddenSize
              + " is not a multiple of "
              + heads);
    }
    if (context < 2) {
      throw new IllegalArgumentException(
          "context must be at least 2: a single token has no other token to attend to or predict");
    }
    if (!(initialStd > 0 && Double.isFinite(initialStd))) {
      throw new IllegalArgumentException("initialStd must be positive, not " + initialStd);
    }
  }

  /** Creates a shape with the default initial standard deviation, {@link #paperStd}. */
  public ModelShape(int layers, int heads, int hiddenSize, int context, int vocabulary) {
    this(layers, heads, hiddenSize, context, vocabulary, hiddenSize > 0 ? paperStd(hiddenSize) : 1);
  }

  private static void positive(String name, int value) {
    if (value <= 0) {
      throw new IllegalArgumentException(name + " must be positive, not " + value);
    }
  }

  /** Returns {@code 0.02 sqrt(768 / d)}: 0.02 at the paper's hidden size, 0.049 at d = 128. */
  public static double paperStd(int hiddenSize) {
    return 0.02 * Math.sqrt(768.0 / hiddenSize);
  }

  /** Returns L=4, H=4, d=128, T=64 on bytes, which trains in one to two minutes on two cores. */
  public static ModelShape laptop() {
    return new ModelShape(4, 4, 128, 64, BYTES);
  }

  /** Returns L=8, H=4, d=128, T=64 on bytes, which is deep enough to show collapse and overload. */
  public static ModelShape deepLaptop() {
    return laptop().withLayers(8);
  }

  /** Returns GPT-2 small with T=128: L=12, H=12, d=768. */
  public static ModelShape gpt2Small() {
    return new ModelShape(12, 12, 768, 128, GPT2_VOCABULARY);
  }

  /** Returns the head width d_k = d / H. */
  public int headWidth() {
    return hiddenSize / heads;
  }

  /**
   * Checks that a head exists.
   *
   * @throws IndexOutOfBoundsException if there is no such layer or head; the message gives the
   *     valid ranges
   */
  public void checkHead(int layer, int head) {
    if (layer < 0 || layer >= layers || head < 0 || head >= heads) {
      throw new IndexOutOfBoundsException(
          "no head %d in layer %d: layers are 0 to %d, heads 0 to %d"
              .formatted(head, layer, layers - 1, heads - 1));
    }
  }

  public ModelShape withLayers(int layers) {
    return new ModelShape(layers, heads, hiddenSize, context, vocabulary, initialStd);
  }

  public ModelShape withHeads(int heads) {
    return new ModelShape(layers, heads, hiddenSize, context, vocabulary, initialStd);
  }

  /** Returns this shape with another hiddenSize and its default initial standard deviation. */
  public ModelShape withHiddenSize(int hiddenSize) {
    return new ModelShape(layers, heads, hiddenSize, context, vocabulary);
  }

  public ModelShape withContext(int context) {
    return new ModelShape(layers, heads, hiddenSize, context, vocabulary, initialStd);
  }

  public ModelShape withVocabulary(int vocabulary) {
    return new ModelShape(layers, heads, hiddenSize, context, vocabulary, initialStd);
  }

  public ModelShape withInitialStd(double initialStd) {
    return new ModelShape(layers, heads, hiddenSize, context, vocabulary, initialStd);
  }

  /** Returns the sizes as text, for example {@code L=4 H=4 d=128 T=64 vocabulary=256}. */
  @Override
  public String toString() {
    return "L=%d H=%d d=%d T=%d vocabulary=%d"
        .formatted(layers, heads, hiddenSize, context, vocabulary);
  }
}
