package org.entroscope.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Locale;
import org.entroscope.engine.Scalar;

/**
 * A change to attention heads during a forward pass, to see what they are good for: {@code
 * Intervention.on(0, 2).uniform()}. The weights stay as they are.
 *
 * <p>What a head attends to is changed in its scores (Eq. 2), before the softmax, so that the
 * entropies (Eq. 5-7) are those of the changed head. Interventions are hooks and combine like them:
 * {@code Intervention.on(0, 2).uniform().and(Intervention.on(3).off())}.
 */
public final class Intervention implements Hook {

  private static final int ALL = -1;
  private static final float HIDDEN = -1e9f;

  /** Where the one key is that a head attends to. */
  public enum Key {
    /** The query's own position. */
    ITSELF,
    /** The position before; the first query has but itself. */
    PREVIOUS,
    /** The first position. */
    FIRST
  }

  /** New values for those of all heads, (B, H, ...). */
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

  /** One head. Whether it exists is checked when the forward pass begins. */
  public static Heads on(int layer, int head) {
    notNegative("layer", layer);
    notNegative("head", head);
    return new Heads(layer, head);
  }

  /** All heads of a layer. */
  public static Heads on(int layer) {
    notNegative("layer", layer);
    return new Heads(layer, ALL);
  }

  /** All heads of all layers. */
  public static Heads everywhere() {
    return new Heads(ALL, ALL);
  }

  private static void notNegative(String name, int value) {
    if (value < 0) {
      throw new IndexOutOfBoundsException(name + "s count from 0, so there is none " + value);
    }
  }

  /** Heads that shall be changed, and what can be done to them. */
  public static final class Heads {

    private final int layer;
    private final int head;

    private Heads(int layer, int head) {
      this.layer = layer;
      this.head = head;
    }

    /**
     * Divides the scores by a temperature (Eq. 9-10): 1 changes nothing, large ones approach
     * uniform attention, small ones one-hot attention. Learned temperatures act besides.
     *
     * @param t positive
     */
    public Intervention temperature(double t) {
      if (!(t > 0 && Double.isFinite(t))) {
        throw new IllegalArgumentException("the temperature must be positive, not " + t);
      }
      Change divided = s -> NDArrays.where(s.gt(HIDDEN / 2), s.div(Scalar.of(s, t)), s);
      return scores("temperature " + t, divided);
    }

    /** The same attention for all visible keys: as much entropy as there can be. */
    public Intervention uniform() {
      return scores("uniform", s -> NDArrays.where(s.gt(HIDDEN / 2), s.zerosLike(), s));
    }

    /** All attention on one key: no entropy. */
    public Intervention oneHot(Key key) {
      return scores(
          "one-hot on " + key.name().toLowerCase(Locale.ROOT), s -> Intervention.oneHot(s, key));
    }

    /** What the heads read is replaced by zeros; their entropy is as it was. */
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
