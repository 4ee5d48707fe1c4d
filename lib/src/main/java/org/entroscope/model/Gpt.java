package org.entroscope.model;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.core.Embedding;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.lang.ref.Cleaner;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.entroscope.architecture.Architecture;
import org.entroscope.architecture.ModelShape;
import org.entroscope.architecture.ParameterSpec;
import org.entroscope.engine.MatMul;
import org.entroscope.engine.Precision;
import org.entroscope.engine.PyTorch;
import org.entroscope.statistics.AttentionMaps;
import org.entroscope.statistics.HeadValues;
import org.entroscope.tokens.Tokenizer;

/**
 * A decoder-only transformer like GPT-2 (Section 2, Eq. 1-4): token and learned position
 * embeddings, pre-LN blocks, a final LayerNorm, and a vocabulary projection tied to the token
 * embedding. It can also have the rotary positions and the untied projection of GPT-NeoX. Its
 * {@link Architecture} defines the blocks.
 *
 * <p>It is a DJL block: its input is an array of tokens (B, T) of any integer type, and its output
 * is the logits (B, T, V). The block of {@link #withEntropies()} also returns the entropies.
 */
public final class Gpt extends ModelBlock implements AutoCloseable {

  private static final Cleaner CLEANER = Cleaner.create();

  private final Architecture architecture;
  private final ModelShape shape;
  private final Parameter tokenEmbedding;
  private final Parameter positionEmbedding;
  private final Parameter head;
  private final Penalties penalties;
  private final List<TransformerBlock> blocks = new ArrayList<>();
  private final LayerNorm norm;
  private final NDManager manager;
  private final Cleaner.Cleanable cleanable;
  private final ModelLock lock = new ModelLock();
  private Precision precision;
  private MatMul matMul = MatMul.FLOAT32;
  private Tokenizer tokenizer;

  private Gpt(
      Architecture architecture, ModelShape shape, Initialiser initialiser, NDManager manager) {
    super("", initialiser);
    this.architecture = architecture;
    this.shape = shape;
    this.manager = manager;
    precision = Precision.usual(manager.getDevice());
    tokenEmbedding = embedding("embedding.token", shape.vocabulary());
    positionEmbedding =
        architecture.rotary() == null ? embedding("embedding.position", shape.context()) : null;
    Map<String, Parameter> shared = LearnedComponent.shared(this, architecture, shape);
    penalties = new Penalties(this, architecture, shape);
    for (int l = 0; l < shape.layers(); l++) {
      TransformerBlock block = new TransformerBlock(l, architecture, shape, shared, initialiser);
      blocks.add(addChildBlock("layer" + l, block));
    }
    norm =
        architecture.finalLayerNorm()
            ? addChildBlock("norm", new LayerNorm("norm", shape.hiddenSize(), initialiser))
            : null;
    head = architecture.untied() ? embedding("head.weight", shape.vocabulary()) : null;
    initialize(manager, DataType.FLOAT32, new Shape(1, shape.context()));
    // frees a model that is no longer referenced, as after a cell that assigns its variable again
    cleanable = CLEANER.register(this, manager::close);
  }

  private Parameter embedding(String name, int rows) {
    return parameter(ParameterSpec.of(name, rows, shape.hiddenSize()).normal().decayed());
  }

  /** Creates an initialised model on a GPU if DJL finds one, otherwise on the CPU. */
  public static Gpt create(Architecture architecture, ModelShape shape, long seed) {
    return create(architecture, shape, seed, null);
  }

  /**
   * Creates an initialised model. Weights are normal with mean 0 and the shape's standard
   * deviation, biases 0, gains 1, alpha and beta 1 (Section 6). With a vocabulary of 256 tokens, it
   * gets the byte tokenizer; otherwise it reads only ids until {@link #tokenizer(Tokenizer)} is
   * called.
   *
   * @param seed the seed of the initial values, which depend only on a parameter's name and size
   * @param device the device of the parameters, or null for the best one available
   */
  public static Gpt create(Architecture architecture, ModelShape shape, long seed, Device device) {
    Gpt gpt = create(architecture, shape, new Initialiser(seed, shape.initialStd()), device);
    if (shape.vocabulary() == Tokenizer.bytes().vocabularySize()) {
      gpt.tokenizer = Tokenizer.bytes();
    }
    return gpt;
  }

  /**
   * Creates a model whose weights are zeros, to be overwritten. It has no tokenizer.
   *
   * @param device the device of the parameters, or null for the best one available
   */
  public static Gpt empty(Architecture architecture, ModelShape shape, Device device) {
    return create(architecture, shape, new Initialiser(0, 0), device);
  }

  private static Gpt create(
      Architecture architecture, ModelShape shape, Initialiser initialiser, Device device) {
    NDManager manager = PyTorch.manager(device);
    manager.setName("gpt " + architecture);
    return new Gpt(architecture, shape, initialiser, manager);
  }

  public Architecture architecture() {
    return architecture;
  }

  public ModelShape shape() {
    return shape;
  }

  /** Returns the device of the parameters. */
  public Device device() {
    return manager.getDevice();
  }

  /** Returns the owner of the parameters' arrays, which is closed with the model. */
  public NDManager manager() {
    return manager;
  }

  /** Returns the precision of products with weights. */
  public Precision precision() {
    return precision;
  }

  /**
   * Sets the precision of products with weights from now on. The weights do not change.
   *
   * @throws IllegalStateException if the device does not support this precision
   */
  public void precision(Precision precision) {
    precision.check(device());
    this.matMul = MatMul.of(precision, manager);
    this.precision = precision;
  }

  /** Returns whether the model has a {@link #tokenizer()}. */
  public boolean readsText() {
    return tokenizer != null;
  }

  /**
   * Returns the tokenizer that the model was trained with.
   *
   * @throws IllegalStateException if it is not known; {@link #tokenizer(Tokenizer)} sets it
   */
  public Tokenizer tokenizer() {
    return Tokens.known(tokenizer);
  }

  /**
   * Sets the tokenizer of this model. It may have fewer tokens; the other ids then have no text.
   *
   * @throws IllegalArgumentException if it has more tokens than the model
   */
  public void tokenizer(Tokenizer tokenizer) {
    Tokens.checkFit(tokenizer, shape.vocabulary());
    this.tokenizer = tokenizer;
  }

  /**
   * Computes the logits of every position.
   *
   * @param tokens (B, T), with T at most the model's context length
   * @param training whether parametrised weights update their buffers
   * @param hook a hook that observes or changes the pass
   * @return logits (B, T, V)
   */
  public NDArray forward(NDArray tokens, boolean training, Hook hook) {
    return forward(tokens, ForwardContext.direct(training, hook));
  }

  @Override
  NDArray forward(NDArray tokens, ForwardContext context) {
    return logits(lastStates(tokens, context), context);
  }

  /** Returns the residual stream after the last norm, B T d, from which the logits are computed. */
  NDArray lastStates(NDArray tokens, ForwardContext context) {
    long length = tokens.getShape().get(1);
    int from = context.offset();
    Tokens.checkLength(shape, from + length);
    context.hook().begin(this);
    context.use(matMul);
    NDArray table = context.value(tokenEmbedding); // V d
    NDArray x = Embedding.embedding(tokens, table, SparseFormat.DENSE).singletonOrThrow(); // B T d
    if (positionEmbedding != null) {
      x = x.add(context.value(positionEmbedding).get("{}:{}", from, from + length));
    }
    x = context.activation("residual.embedding", x);
    for (TransformerBlock block : blocks) {
      x = block.forward(x, context);
    }
    return norm == null ? x : norm.forward(x, context);
  }

  /** Returns the logits (B, T, V) of some positions. */
  NDArray logits(NDArray states, ForwardContext context) {
    NDArray projection = context.value(head == null ? tokenEmbedding : head); // V d
    return context.activation("logits", context.matMul().logits(states, projection));
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore store, NDList inputs, boolean training, PairList<String, Object> params) {
    NDArray tokens = inputs.singletonOrThrow();
    return new NDList(forward(tokens, ForwardContext.of(store, tokens, training, Hook.NONE)));
  }

  @Override
  public Shape[] getOutputShapes(Shape[] inputShapes) {
    return new Shape[] {inputShapes[0].add(shape.vocabulary())};
  }

  /**
   * Returns this model as a DJL block for a loss that penalises entropies. Its outputs are the
   * logits, the entropies (L, B, H, T) and the parameters of regularisers, such as thresholds (L,
   * H). A DJL model that contains the block frees the parameters when it is closed.
   */
  public Block withEntropies() {
    return new EntropyReportingBlock(this);
  }

  /** Returns the regularisers of the architecture and their parameters. */
  public Penalties penalties() {
    return penalties;
  }

  /** Returns the names that a {@link Hook} sees in this model, in the order of the forward pass. */
  public List<String> hookNames() {
    return HookNames.of(this);
  }

  /**
   * Runs the model on one sequence and keeps activations (Eq. 1-7) as plain values.
   *
   * @param tokens 1 to T ids
   * @param names the names of the activations, listed at {@link Hook}; a star stands for all layers
   * @throws IllegalArgumentException if a name is unknown, or the tokens do not fit the model
   * @throws IllegalStateException if another thread has reserved the model
   */
  public ActivationCache runWithCache(int[] tokens, String... names) {
    return runWithCache(tokens, Hook.NONE, names);
  }

  /** Calls {@link #runWithCache(int[], String...)} with the tokens of a text. */
  public ActivationCache runWithCache(String text, String... names) {
    return runWithCache(Tokens.of(this, text), names);
  }

  /** Calls {@link #runWithCache(int[], String...)} while a hook changes the pass. */
  public ActivationCache runWithCache(int[] tokens, Hook hook, String... names) {
    return Inspection.run(this, tokens, hook, names);
  }

  /**
   * Runs the model on one sequence while hooks, such as an {@link Intervention}, change the pass.
   *
   * @param tokens 1 to T ids
   * @return logits, T x V
   */
  public float[][] runWithHooks(int[] tokens, Hook... hooks) {
    return Inspection.logits(this, tokens, hooks);
  }

  /** Calls {@link #runWithHooks(int[], Hook...)} with the tokens of a text. */
  public float[][] runWithHooks(String text, Hook... hooks) {
    return runWithHooks(Tokens.of(this, text), hooks);
  }

  /**
   * Returns the entropies of all heads on one sequence (Eq. 5-7), each the mean over the queries,
   * in nats.
   *
   * @param tokens 2 to T ids
   * @throws IllegalArgumentException if the tokens do not fit the model
   */
  public HeadValues entropy(int... tokens) {
    return entropy(tokens, Hook.NONE);
  }

  /** Calls {@link #entropy(int...)} with the tokens of a text. */
  public HeadValues entropy(String text) {
    return entropy(Tokens.of(this, text));
  }

  /** Calls {@link #entropy(int...)} while a hook changes the pass. */
  public HeadValues entropy(int[] tokens, Hook hook) {
    return Inspection.entropy(this, tokens, hook);
  }

  /**
   * Returns the attention probabilities of one head (Eq. 2-3), T x T. Row i is the distribution of
   * query i over keys 0 to i.
   *
   * @param tokens 1 to T ids
   * @throws IndexOutOfBoundsException if there is no such layer or head
   */
  public float[][] attention(int[] tokens, int layer, int head) {
    return Inspection.attention(this, tokens, layer, head);
  }

  /** Calls {@link #attention(int[], int, int)} with the tokens of a text. */
  public float[][] attention(String text, int layer, int head) {
    return attention(Tokens.of(this, text), layer, head);
  }

  /** Returns the attention (Eq. 2-3), L x H x T x T, and entropies of all heads on 2 to T ids. */
  public AttentionMaps attention(int... tokens) {
    return Inspection.attention(this, tokens);
  }

  /** Calls {@link #attention(int...)} with the tokens of a text. */
  public AttentionMaps attention(String text) {
    return attention(Tokens.of(this, text));
  }

  /** Continues a text, each time with the most likely token. */
  public Generation generate(String prompt, int count) {
    return generate(prompt, count, Sampling.greedy());
  }

  /** Continues a text; see {@link #generate(int[], int, Sampling, Hook)}. */
  public Generation generate(String prompt, int count, Sampling sampling) {
    return generate(Tokens.of(this, prompt), count, sampling, Hook.NONE);
  }

  /**
   * Continues a sequence and records the attention entropy of every query that chose a token.
   *
   * <p>When the sequence would exceed T tokens, all but the last T/2 are dropped. If the thread is
   * interrupted, generation ends after the current token.
   *
   * @param prompt at least one id; if it is longer than T, only the last T/2 are read
   * @param count the number of tokens to generate
   * @throws IllegalArgumentException if an id is not in the vocabulary or the prompt is empty
   * @throws IllegalStateException if the model computes NaN
   */
  public Generation generate(int[] prompt, int count, Sampling sampling, Hook hook) {
    return new Generator(this, sampling, hook).run(prompt, count);
  }

  /**
   * Returns the inference form, in which parametrised weights, alpha, beta and temperatures are
   * merged into plain weights wherever this is exact (Section 3). {@link FoldedModel#of} also
   * reports what was merged, and can merge a feed-forward network without an activation. The caller
   * closes the new model.
   */
  public Gpt folded() {
    return FoldedModel.of(this, false).model();
  }

  /**
   * Reserves the model for work that must not run at the same time as other work on it.
   *
   * @param work the kind of work, for the message to other threads, for example "training"
   * @return the reservation, which is released when it is closed
   * @throws IllegalStateException if another thread has reserved the model; the message names its
   *     work
   */
  public ModelLock.Reservation reserve(String work) {
    return lock.reserve(work);
  }

  /** Frees the native memory; the model cannot be used afterwards. */
  @Override
  public void close() {
    cleanable.clean();
  }

  @Override
  public String toString() {
    String products = precision.words(device());
    return "Gpt %s, %s, %,d parameters on %s"
            .formatted(architecture, shape, parameterCount(), device())
        + (products.isEmpty() ? "" : ", " + products);
  }
}
