package org.entroscope.architecture;

/**
 * The sizes of a decoder-only transformer (Section 2; the paper's own by the names of its tables).
 *
 * @param layers L, number of blocks
 * @param heads H, attention heads a layer
 * @param hiddenSize d, hidden size (width of the residual stream); a multiple of {@code heads}
 * @param context T, context length in tokens
 * @param vocabulary number of tokens in the vocabulary
 * @param initialStd standard deviation of the normal distribution that weights start from. The
 *     paper's 0.02 belongs to d = 768; the default of other widths, {@code 0.02 sqrt(768 / d)},
 *     keeps the paper's spread of attention logits at the start.
 */
public record ModelShape(
    int layers, int heads, int hiddenSize, int context, int vocabulary, double initialStd) {

  /** Vocabulary of the byte tokenizer: 256 byte values. */
  public static final int BYTES = 256;

  /** Vocabulary of GPT-2. */
  public static final int GPT2_VOCABULARY = 50257;

  /** Refuses impossible sizes. */
  public ModelShape {
    positive("layers", layers);
    positive("heads", heads);
    positive("hiddenSize", hiddenSize);
    positive("context", context);
    positive("vocabulary", vocabulary);
    if (hiddenSize % heads != 0) {
      throw new IllegalArgumentException(
          "hiddenSize must be a multiple of heads, so that every head is equally wide: "
              + hiddenSize
              + " is not a multiple of "
              + heads);
    }
    if (context < 2) {
      throw new IllegalArgumentException(
          "context must be at least 2: one token has nothing to attend to, and nothing to predict");
    }
    if (!(initialStd > 0 && Double.isFinite(initialStd))) {
      throw new IllegalArgumentException("initialStd must be positive, not " + initialStd);
    }
  }

  /** A shape whose weights start with the paper's geometry, {@link #paperStd}. */
  public ModelShape(int layers, int heads, int hiddenSize, int context, int vocabulary) {
    this(layers, heads, hiddenSize, context, vocabulary, hiddenSize > 0 ? paperStd(hiddenSize) : 1);
  }

  private static void positive(String name, int value) {
    if (value <= 0) {
      throw new IllegalArgumentException(name + " must be positive, not " + value);
    }
  }

  /** {@code 0.02 sqrt(768 / d)}: 0.02 at the paper's hidden size, 0.049 at d = 128. */
  public static double paperStd(int hiddenSize) {
    return 0.02 * Math.sqrt(768.0 / hiddenSize);
  }

  /** L=4, H=4, d=128, T=64 on bytes: trains in a minute or two on two cores. */
  public static ModelShape laptop() {
    return new ModelShape(4, 4, 128, 64, BYTES);
  }

  /** L=8, H=4, d=128, T=64 on bytes: deep enough for collapse and overload to show. */
  public static ModelShape deepLaptop() {
    return laptop().withLayers(8);
  }

  /** GPT-2 small with T=128: L=12, H=12, d=768. */
  public static ModelShape gpt2Small() {
    return new ModelShape(12, 12, 768, 128, GPT2_VOCABULARY);
  }

  /** Head width d_k = d / H. */
  public int headWidth() {
    return hiddenSize / heads;
  }

  /**
   * Refuses a head that is not there.
   *
   * @throws IndexOutOfBoundsException if there is no such layer or head; the message says which
   *     there are
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

  /** Another hiddenSize, with the initial standard deviation that goes with it. */
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

  /** For example {@code L=4 H=4 d=128 T=64 vocabulary=256}. */
  @Override
  public String toString() {
    return "L=%d H=%d d=%d T=%d vocabulary=%d"
        .formatted(layers, heads, hiddenSize, context, vocabulary);
  }
}
