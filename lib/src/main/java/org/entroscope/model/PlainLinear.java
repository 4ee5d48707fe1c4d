package org.entroscope.model;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;

/** A linear layer that learns its weight as it is. */
final class PlainLinear extends Linear {

  private final Parameter weight;

  PlainLinear(String path, int in, int out, boolean biased, Start start) {
    super(path, in, out, biased, start);
    weight = parameter("weight", start.normal(name("weight")), out, in);
  }

  @Override
  NDArray weight(Pass pass) {
    return pass.value(weight);
  }
}
