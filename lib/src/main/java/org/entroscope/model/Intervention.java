package org.entroscope.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Locale;
import org.entroscope.engine.Scalar;

/**
 * A change to attention heads during a forward pass, which shows what the heads contribute: {@code
 * Intervention.on(0, 2).uniform()}. The weights do not change.
 *
 * <p>The attention of a head is changed through its scores (Eq. 2), before the softmax, so that the
 * entropies (Eq. 5-7) are those of the changed head. Interventions are hooks and combine like them:
 * {@code Intervention.on(0, 2).uniform().and(Intervention.on(3).off())}.
 */
public final class Intervention implements Hook {

  private static final int ALL = -1;
  private static final float HIDDEN = -1e9f;

  /** The position of the only key that a head attends to. */
  public enum Key {
    /** The query's own position. */
    ITSELF,
    /** The previous position; the first query attends to itself. */
    PREVIOUS,
    /** The first position. */
    FIRST
  }

  /** Computes new values from the values of all heads, (B, H, ...). */
  private interface Change {
    NDArray of(NDArray values);
  }

  private final Heads heads;
  private final String what;
  private final String place;
  private final Change change;

  private Intervention(Heads heads, String what, String place, Change change) {
    this.heads = heads;
    this.what = what;
    this.place = place;
    this.change = change;
  }

  /** Selects one head. Whether it exists is checked when the forward pass begins. */
  public static Heads on(int layer, int head) {
    notNegative("layer", layer);
    notNegative("head", head);
    return new Heads(layer, head);
  }

  /** Selects all heads of a layer. */
  public static Heads on(int layer) {
    notNegative("layer", layer);
    return new Heads(layer, ALL);
  }

  /** Selects all heads of all layers. */
  public static Heads everywhere() {
    return new Heads(ALL, ALL);
  }

  private static void notNegative(String name, int value) {
    if (value < 0) {
      throw new IndexOutOfBoundsException(name + "s count from 0, so " + value + " does not exist");
    }
  }

  /** Selected heads and the changes that can be made to them. */
  public static final class Heads {

    private final int layer;
    private final int head;

    private Heads(int layer, int head) {
      this.layer = layer;
      this.head = head;
    }

    /**
     * Divides the scores by a temperature (Eq. 9-10): 1 changes nothing, large values approach
     * uniform attention, and small values approach one-hot attention. Learned temperatures are
     * applied in addition.
     *
     * @param t the temperature, positive
     */
    public Intervention temperature(double t) {
      if (!(t > 0 && Double.isFinite(t))) {
        throw new IllegalArgumentException("the temperature must be positive, not " + t);
      }
      Change divided = s -> NDArrays.where(s.gt(HIDDEN / 2), s.div(Scalar.of(s, t)), s);
      return scores("temperature " + t, divided);
    }

    /** Gives all visible keys the same attention, which has the largest possible entropy. */
    public Intervention uniform() {
      return scores("uniform", s -> NDArrays.where(s.gt(HIDDEN / 2), s.zerosLike(), s));
    }

    /** Puts all attention on one key, which has entropy zero. */
    public Intervention oneHot(Key key) {
      return scores(
          "one-hot on " + key.name().toLowerCase(Locale.ROOT), s -> Intervention.oneHot(s, key));
    }

    /** Replaces the outputs of the heads by zeros; their entropies do not change. */
    public Intervention off() {
      return new Intervention(this, "off", "heads", NDArray::zerosLike);
    }

    private Intervention scores(String what, Change change) {
      return new Intervention(this, what, "scores", change);
    }

    @Override
    public String toString() {
      return layer == ALL
          ? "all heads"
          : head == ALL ? "layer " + layer : "layer " + layer + ", head " + head;
    }
  }

  private static NDArray oneHot(NDArray scores, Key key) { // B H queries keys
    long queries = scores.getShape().get(2);
    long keys = scores.getShape().get(3);
    NDArray query = scores.getManager().arange(keys - queries, keys, 1f, DataType.FLOAT32);
    NDArray wanted =
        switch (key) {
          case ITSELF -> query;
          case PREVIOUS -> query.sub(1).maximum(0);
          case FIRST -> query.zerosLike();
        };
    NDArray each = scores.getManager().arange(0, keys, 1f, DataType.FLOAT32);
    NDArray hidden = each.neq(wanted.expandDims(1)).toType(DataType.FLOAT32, false).mul(HIDDEN);
    return hidden.broadcast(scores.getShape());
  }

  @Override
  public void begin(Gpt gpt) {
    if (heads.layer != ALL) {
      gpt.shape().checkHead(heads.layer, Math.max(heads.head, 0));
    }
  }

  @Override
  public Access access(String name) {
    boolean here =
        heads.layer == ALL
            ? name.endsWith(".attention." + place)
            : name.equals("layer." + heads.layer + ".attention." + place);
    return here ? Access.CHANGE : Access.NONE;
  }

  @Override
  public NDArray activation(String name, NDArray value) {
    if (access(name) == Access.NONE) {
      return value;
    }
    NDArray changed = change.of(value);
    return heads.head == ALL ? changed : NDArrays.where(chosen(value), changed, value);
  }

  private NDArray chosen(NDArray value) {
    Shape shape = value.getShape(); // B H ..
    return value
        .getManager()
        .arange(0, shape.get(1), 1f, DataType.FLOAT32)
        .eq(heads.head)
        .reshape(1, shape.get(1), 1, 1)
        .broadcast(shape);
  }

  @Override
  public String toString() {
    return heads + ": " + what;
  }
}
