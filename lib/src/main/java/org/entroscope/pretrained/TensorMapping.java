package org.entroscope.pretrained;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * One tensor of the hub's layout, and the parameters of ours that hold the same numbers.
 *
 * @param name of the hub's tensor
 * @param shape of the hub's tensor
 * @param ours names of our parameters; put one after another, row by row, they hold every number
 *     once
 * @param place of the hub's i-th number in ours
 */
record TensorMapping(String name, long[] shape, List<String> ours, IntUnaryOperator place) {

  /** The same numbers in the same order. */
  static TensorMapping same(String name, List<String> ours, long... shape) {
    return new TensorMapping(name, shape, ours, i -> i);
  }

  /** GPT-2's Conv1D keeps the transpose, (in, out), of our (out, in). */
  static TensorMapping transposed(String name, List<String> ours, int in, int out) {
    return new TensorMapping(name, new long[] {in, out}, ours, i -> i % out * in + i / out);
  }

  /**
   * GPT-NeoX has, for every head, the rows of its query, its key and its value; ours has the
   * queries of all heads, then the keys, then the values.
   *
   * @param columns d for the weight, 1 for the bias
   */
  static TensorMapping interleaved(
      String name, List<String> ours, int heads, int headWidth, int columns, long... shape) {
    IntUnaryOperator place =
        i -> {
          int row = i / columns;
          int head = row / (3 * headWidth);
          int kind = row / headWidth % 3;
          int element = row % headWidth;
          return ((kind * heads + head) * headWidth + element) * columns + i % columns;
        };
    return new TensorMapping(name, shape, ours, place);
  }

  /** Number of elements; exact, as a hostile configuration may claim anything. */
  int size() {
    return Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact));
  }

  /** The numbers of our parameters, one after another, from those of the hub. */
  float[] toOurs(float[] hub) {
    float[] ours = new float[hub.length];
    for (int i = 0; i < hub.length; i++) {
      ours[place.applyAsInt(i)] = hub[i];
    }
    return ours;
  }

  /** The numbers of the hub's tensor from those of our parameters, one after another. */
  float[] toHub(float[] ours) {
    float[] hub = new float[ours.length];
    for (int i = 0; i < ours.length; i++) {
      hub[i] = ours[place.applyAsInt(i)];
    }
    return hub;
  }
}
