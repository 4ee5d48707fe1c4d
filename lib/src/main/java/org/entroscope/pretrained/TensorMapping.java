package org.entroscope.pretrained;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * Maps one tensor of the hub's layout to our parameters that hold the same numbers.
 *
 * @param name the name of the hub's tensor
 * @param shape the shape of the hub's tensor
 * @param ours the names of our parameters, whose numbers are concatenated row by row
 * @param place the function that maps the index of a number in the hub's tensor to its index in
 *     ours
 */
record TensorMapping(String name, long[] shape, List<String> ours, IntUnaryOperator place) {

  /** Creates a mapping for the same numbers in the same order. */
  static TensorMapping same(String name, List<String> ours, long... shape) {
    return new TensorMapping(name, shape, ours, i -> i);
  }

  /** Creates a mapping for GPT-2's Conv1D weights: (in, out), the transpose of our (out, in). */
  static TensorMapping transposed(String name, List<String> ours, int in, int out) {
    return new TensorMapping(name, new long[] {in, out}, ours, i -> i % out * in + i / out);
  }

  /**
   * Creates a mapping for GPT-NeoX, which stores query, key and value rows head by head. We store
   * the queries of all heads, then the keys, then the values.
   *
   * @param columns the number of columns: d for the weight, 1 for the bias
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

  /**
   * Returns the number of elements. Fails on overflow, because a hostile file may claim any size.
   */
  int size() {
    return Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact));
  }

  /** Converts the numbers of the hub's tensor to the concatenated numbers of our parameters. */
  float[] toOurs(float[] hub) {
    float[] ours = new float[hub.length];
    for (int i = 0; i < hub.length; i++) {
      ours[place.applyAsInt(i)] = hub[i];
    }
    return ours;
  }

  /** Converts the concatenated numbers of our parameters to the numbers of the hub's tensor. */
  float[] toHub(float[] ours) {
    float[] hub = new float[ours.length];
    for (int i = 0; i < ours.length; i++) {
      hub[i] = ours[place.applyAsInt(i)];
    }
    return hub;
  }
}
