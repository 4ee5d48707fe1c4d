package org.entroscope.architecture;

/**
 * The sizes of a decoder-only transformer (Section 2; the paper's own by the names of its tables).
 *
 * @param layers L, number of blocks
 * @param heads H, attention heads a layer
 * @param width d, model width; a multiple of {@code heads}
 * @param context T, context length in tokens
 * @param vocabulary number of tokens in the vocabulary
 * @param initialStd standard deviation of the normal distribution that weights start from. The
 *     paper's 0.02 belongs to d = 768; the default of other widths, {@code 0.02 sqrt(768 / d)},
 *     keeps the paper's spread of attention logits at the start.
 */
public record ModelShape(
    int layers, int heads, int width, int context, int vocabulary, double initialStd) {

  /** Vocabulary of the byte tokenizer: 256 byte values. */
  public static final int BYTES = 256;

  /** Vocabulary of GPT-2. */
  public static final int GPT2_VOCABULARY = 50257;

  /** Refuses impossible sizes. */
  public ModelShape {
    positive("layers", layers);
    positive("heads", heads);
    positive("width", width);
    positive("context", context);
    positive("vocabulary", vocabulary);
    if (width % heads != 0) {
      throw new IllegalArgumentException(
          "width must be a multiple of heads, so that every head is equally wide: "
              + width
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
  public ModelShape(int layers, int heads, int width, int context, int vocabulary) {
    this(layers, heads, width, context, vocabulary, width > 0 ? paperStd(width) : 1);
  }

  private static void positive(String name, int value) {
    if (value <= 0) {
      throw new IllegalArgumentException(name + " must be positive, not " + value);
    }
  }

  /** {@code 0.02 sqrt(768 / d)}: 0.02 at the paper's width, 0.049 at d = 128. */
  public static double paperStd(int width) {
    return 0.02 * Math.sqrt(768.0 / width);
  }

  /** L=4, H=4, d=128, T=64 on bytes: trains in a minute or two on two cores. */
  public static ModelShape laptop() {
    return new ModelShape(4, 4, 128, 64, BYTES);
  }

  /** L=8, H=4, d=128, T=64 on bytes: deep enough for collapse and overload to show. */
  public static ModelShape deepLaptop() {
    return laptop().withLayers(8);
  }

  /** GPT-2 small with the paper's T=128 (Tables 2, 3, 5, 6): L=12, H=12, d=768. */
  public static ModelShape gpt2Small() {
    return new ModelShape(12, 12, 768, 128, GPT2_VOCABULARY);
  }

  /**
   * The shape behind a table of the paper.
   *
   * @param table "Table 2", "Table 3", "Table 4" (T=512, 16,384 tokens), "Table 5", "Table 6",
   *     "Table 7" (T=256) or "Table 8" (L=18)
   * @throws IllegalArgumentException for another name
   */
  public static ModelShape paper(String table) {
    return switch (table) {
      case "Table 2", "Table 3", "Table 5", "Table 6" -> gpt2Small();
      case "Table 4" -> new ModelShape(12, 12, 768, 512, 16384);
      case "Table 7" -> gpt2Small().withContext(256);
      case "Table 8" -> gpt2Small().withLayers(18);
      default ->
          throw new IllegalArgumentException(
              "no model shape for '"
                  + table
                  + "'; there are Table 2, Table 3, Table 4, Table 5, Table 6, Table 7, Table 8");
    };
  }

  /** Head width d_k = d / H. */
  public int headWidth() {
    return width / heads;
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
    return new ModelShape(layers, heads, width, context, vocabulary, initialStd);
  }

  public ModelShape withHeads(int heads) {
    return new ModelShape(layers, heads, width, context, vocabulary, initialStd);
  }

  /** Another width, with the initial standard deviation that goes with it. */
  public ModelShape withWidth(int width) {
    return new ModelShape(layers, heads, width, context, vocabulary);
  }

  public ModelShape withContext(int context) {
    return new ModelShape(layers, heads, width, context, vocabulary, initialStd);
  }

  public ModelShape withVocabulary(int vocabulary) {
    return new ModelShape(layers, heads, width, context, vocabulary, initialStd);
  }

  public ModelShape withInitialStd(double initialStd) {
    return new ModelShape(layers, heads, width, context, vocabulary, initialStd);
  }

  /** For example {@code L=4 H=4 d=128 T=64 vocabulary=256}. */
  @Override
  public String toString() {
    return "L=%d H=%d d=%d T=%d vocabulary=%d".formatted(layers, heads, width, context, vocabulary);
  }
}
