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
import ai.djl.util.Pair;
import ai.djl.util.PairList;
import java.lang.ref.Cleaner;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.entroscope.architecture.Architecture;
import org.entroscope.architecture.ModelShape;
import org.entroscope.architecture.ParameterSpec;
import org.entroscope.data.Tokenizer;
import org.entroscope.engine.MatMul;
import org.entroscope.engine.Precision;
import org.entroscope.engine.PyTorch;

/**
 * A decoder-only transformer in the manner of GPT-2 (Section 2, Eq. 1-4): token and learned
 * position embeddings, pre-LN blocks, a final LayerNorm, and a vocabulary projection tied to the
 * token embedding; or, as in GPT-NeoX, rotary positions and a projection of its own. What a block
 * is made of, its {@link Architecture} says.
 *
 * <p>A DJL block: its input is an array of tokens (B, T) of any integer type, its output the logits
 * (B, T, V). {@link #withEntropies()} returns the entropies too.
 */
public final class Gpt extends ModelBlock implements Inspectable, AutoCloseable {

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
    Map<String, Parameter> shared = shared(architecture, shape);
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
    // closing the manager frees the model when nothing refers to it any more, as after a cell that
    // assigns its variable anew
    cleanable = CLEANER.register(this, manager::close);
  }

  private Parameter embedding(String name, int rows) {
    return parameter(ParameterSpec.of(name, rows, shape.hiddenSize()).normal().decayed());
  }

  /** The parameters of components that all layers share, by name. */
  private Map<String, Parameter> shared(Architecture architecture, ModelShape shape) {
    List<ParameterSpec> specs = new ArrayList<>(architecture.attention().parameters(shape));
    if (architecture.activation() != null) {
      specs.addAll(architecture.activation().parameters(shape));
    }
    Map<String, Parameter> shared = new LinkedHashMap<>();
    specs.stream()
        .filter(ParameterSpec::shared)
        .forEach(spec -> shared.put(spec.name(), parameter(spec)));
    return shared;
  }

  /**
   * A freshly initialised model on DJL's default device: a GPU where it finds one, else the CPU.
   */
  public static Gpt create(Architecture architecture, ModelShape shape, long seed) {
    return create(architecture, shape, seed, null);
  }

  /**
   * A freshly initialised model. Weights are normal with mean 0 and the shape's standard deviation,
   * biases 0, gains 1, alpha and beta 1 (Section 6). If its vocabulary has 256 tokens, they are
   * bytes until {@link #tokenizer(Tokenizer)} says otherwise; with any other it reads ids alone.
   *
   * @param seed fixes the initial values, the same for a parameter of the same name and size in
   *     every architecture
   * @param device where it lives, or null for the best there is
   */
  public static Gpt create(Architecture architecture, ModelShape shape, long seed, Device device) {
    Gpt gpt = create(architecture, shape, new Initialiser(seed, shape.initialStd()), device);
    if (shape.vocabulary() == Tokenizer.bytes().vocabularySize()) {
      gpt.tokenizer = Tokenizer.bytes();
    }
    return gpt;
  }

  /**
   * A model whose weights are zeros, for those who have better ones. It has no tokenizer.
   *
   * @param device where it lives, or null for the best there is
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

  /** The device that the parameters are on. */
  public Device device() {
    return manager.getDevice();
  }

  /** Owner of the parameters' arrays; closed with the model. */
  public NDManager manager() {
    return manager;
  }

  /** How products with weights are computed. */
  public Precision precision() {
    return precision;
  }

  /**
   * Chooses how products with weights are computed from now on; the weights stay as they are.
   *
   * @throws IllegalStateException if the device would not compute them so
   */
  public void precision(Precision precision) {
    precision.check(device());
    this.matMul = MatMul.of(precision, manager);
    this.precision = precision;
  }

  /** Whether the model has a {@link #tokenizer()}. */
  public boolean readsText() {
    return tokenizer != null;
  }

  /**
   * What turns text into this model's ids: the tokenizer that it was trained with.
   *
   * @throws IllegalStateException if it is not known; {@link #tokenizer(Tokenizer)} says which it
   *     is
   */
  public Tokenizer tokenizer() {
    if (tokenizer == null) {
      throw new IllegalStateException(
          "this model's tokenizer is not known, so it reads token ids and no text; if you know it,"
              + " say model.tokenizer(Tokenizer.huggingFace(file)) or another first");
    }
    return tokenizer;
  }

  /**
   * Says which tokenizer this model was trained with. It may have fewer tokens than the model,
   * whose other ids then stand for no text.
   *
   * @throws IllegalArgumentException if it has more tokens than the model
   */
  public void tokenizer(Tokenizer tokenizer) {
    Tokens.checkFit(tokenizer, shape.vocabulary());
    this.tokenizer = tokenizer;
  }

  /**
   * Logits of every position.
   *
   * @param tokens (B, T), with T at most the model's context length
   * @param training whether normalised weights refresh their estimates
   * @param hook what looks into the pass
   * @return logits (B, T, V)
   */
  public NDArray forward(NDArray tokens, boolean training, Hook hook) {
    return forward(tokens, ForwardContext.direct(training, hook));
  }

  @Override
  NDArray forward(NDArray tokens, ForwardContext context) {
    long length = tokens.getShape().get(1);
    int from = context.offset();
    if (from + length > shape.context()) {
      throw new IllegalArgumentException(
          "the sequence has "
              + (from + length)
              + " tokens, but the model's context length is "
              + shape.context());
    }
    context.hook().begin(this);
    context.use(matMul);
    NDArray embedding = context.value(tokenEmbedding); // V d
    NDArray token =
        Embedding.embedding(tokens, embedding, SparseFormat.DENSE).singletonOrThrow(); // B T d
    if (positionEmbedding != null) {
      token =
          token.add(context.value(positionEmbedding).get("{}:{}", from, from + length)); // B T d
    }
    NDArray x = context.activation("residual.embedding", token); // B T d
    for (TransformerBlock block : blocks) {
      x = block.forward(x, context);
    }
    NDArray last = norm == null ? x : norm.forward(x, context);
    NDArray projection = head == null ? embedding : context.value(head); // V d
    NDArray logits = ai.djl.nn.core.Linear.linear(last, projection).singletonOrThrow(); // B T V
    return context.activation("logits", logits);
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
   * This model as a DJL block whose output is the logits, the entropies (L, B, H, T) and, where the
   * architecture is regularised, what its regularisers learn, such as thresholds (L, H): what
   * {@link org.entroscope.component.EntropyRegularisedLoss} takes. A DJL model that holds the block
   * frees the parameters when it is closed.
   */
  public Block withEntropies() {
    return new EntropyReportingBlock(this);
  }

  /**
   * The learned parameters and the buffers, by name, in the order of the forward pass: {@code
   * layer.0.attention.query.weight}, for example.
   */
  public Map<String, Parameter> namedParameters() {
    Map<String, Parameter> named = new LinkedHashMap<>();
    for (Pair<String, Parameter> entry : getParameters()) {
      named.put(entry.getValue().getName(), entry.getValue());
    }
    return Collections.unmodifiableMap(named);
  }

  /** How every parameter and buffer is initialised and trained, by its full name. */
  public Map<String, ParameterSpec> parameterSpecs() {
    return specsBelow();
  }

  Penalties penalties() {
    return penalties;
  }

  /** A hook that keeps what the regularisers' penalties are made of. */
  public Capture penalised() {
    return penalties.capture();
  }

  /**
   * The weighted penalties of the architecture's regularisers, added up, differentiable.
   *
   * @param seen the capture of {@link #penalised()} after a forward pass
   * @return a scalar, or null if the architecture has no regulariser
   */
  public NDArray penalty(Capture seen) {
    return penalties.of(seen, ForwardContext.direct(true, Hook.NONE));
  }

  /** Number of learned values. */
  public long parameterCount() {
    return namedParameters().values().stream()
        .filter(Parameter::requiresGradient)
        .mapToLong(parameter -> parameter.getShape().size())
        .sum();
  }

  /**
   * Reserves the model for work that must not run beside other work on it.
   *
   * @param work what is going on, for the message that another thread gets: "training"
   * @return gives the model back when closed
   * @throws IllegalStateException if another thread has reserved it; the message says for what
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
    return "Gpt %s, %s, %,d parameters on %s%s"
        .formatted(
            architecture,
            shape,
            parameterCount(),
            device(),
            precision == Precision.FLOAT32 ? "" : ", products in " + precision);
  }
}
