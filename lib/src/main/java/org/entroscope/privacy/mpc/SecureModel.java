package org.entroscope.privacy.mpc;

import dk.alexandra.fresco.framework.DRes;
import dk.alexandra.fresco.framework.builder.numeric.ProtocolBuilderNumeric;
import dk.alexandra.fresco.lib.fixed.FixedNumeric;
import dk.alexandra.fresco.lib.fixed.SFixed;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.entroscope.architecture.Activation;
import org.entroscope.architecture.Architecture;
import org.entroscope.architecture.ModelShape;

/** The forward pass on shares (Eq. 1-4, 8) with one {@link PartyExecution} step per operation. */
final class SecureModel {

  private final PartyExecution execution;
  private final Architecture architecture;
  private final ModelShape shape;
  private final SharedWeights weights;

  SecureModel(
      PartyExecution execution,
      Architecture architecture,
      ModelShape shape,
      SharedWeights weights) {
    this.execution = execution;
    this.architecture = architecture;
    this.shape = shape;
    this.weights = weights;
  }

  /** Computes shared logits {@code [tokens, V]} from shared embeddings {@code [tokens, d]}. */
  SharedMatrix logits(SharedMatrix embeddings) {
    SharedMatrix x = embeddings;
    for (int layer = 0; layer < shape.layers(); layer++) {
      String at = "layer." + layer + ".";
      x = add(layer, x, attention(layer, norm(layer, at + "norm1", x)));
      SharedMatrix f = feedForward(layer, norm(layer, at + "norm2", x));
      x = add(layer, scaled(layer, x), f);
    }
    return linear(
        -1, "vocabulary projection", norm(-1, "norm", x), weights.matrix("embedding.token"), null);
  }

  private SharedMatrix attention(int layer, SharedMatrix x) {
    List<SharedMatrix> q = heads(tempered(layer, projection(layer, "query", x)));
    List<SharedMatrix> k = heads(projection(layer, "key", x));
    List<SharedMatrix> v = heads(projection(layer, "value", x));
    SharedMatrix scores =
        execution.step(layer, "attention products", SecureLayers.causalScores(q, k));
    SharedMatrix a =
        execution.step(
            layer,
            architecture.attention().label(),
            scores.eachRow((seq, i, row) -> weights(seq, layer, row)));
    SharedMatrix mixed = execution.step(layer, "attention products", SecureLayers.mix(a, v));
    return projection(layer, "output", mixed);
  }

  /** Multiplies the queries by the shared inverse temperatures {@code 1/t}. */
  private SharedMatrix tempered(int layer, SharedMatrix queries) {
    SharedMatrix inverse = weights.matrix("layer." + layer + ".attention.temperature");
    if (inverse == null) {
      return queries;
    }
    return execution.step(
        layer,
        "temperature",
        queries.eachRow(
            (builder, i, row) ->
                builder.par(
                    par -> {
                      List<DRes<SFixed>> out = new ArrayList<>();
                      for (int c = 0; c < row.size(); c++) {
                        DRes<SFixed> t = inverse.row(c / shape.headWidth()).get(i);
                        out.add(FixedNumeric.using(par).mult(row.get(c), t));
                      }
                      return () -> out;
                    })));
  }

  private List<SharedMatrix> heads(SharedMatrix x) {
    int k = shape.headWidth();
    return IntStream.range(0, shape.heads()).mapToObj(h -> x.columns(h * k, (h + 1) * k)).toList();
  }

  private SharedMatrix projection(int layer, String name, SharedMatrix x) {
    String at = "layer." + layer + ".attention." + name;
    return linear(
        layer,
        "attention projections",
        x,
        weights.matrix(at + ".weight"),
        weights.vector(at + ".bias"));
  }

  private SharedMatrix feedForward(int layer, SharedMatrix x) {
    String at = "layer." + layer + ".ffn.";
    if (architecture.fused()) {
      return linear(
          layer,
          "feed-forward",
          x,
          weights.matrix(at + "fused.weight"),
          weights.vector(at + "fused.bias"));
    }
    SharedMatrix inner =
        linear(
            layer,
            "feed-forward",
            x,
            weights.matrix(at + "in.weight"),
            weights.vector(at + "in.bias"));
    return linear(
        layer,
        "feed-forward",
        activated(layer, inner),
        weights.matrix(at + "out.weight"),
        weights.vector(at + "out.bias"));
  }

  private SharedMatrix activated(int layer, SharedMatrix x) {
    Activation activation = architecture.activation();
    return activation == null
        ? x
        : execution.step(
            layer,
            activation.label(),
            x.eachEntry(e -> seq -> activation.formula(e, arithmetic(seq, layer, "ffn"))));
  }

  private DRes<List<DRes<SFixed>>> weights(
      ProtocolBuilderNumeric seq, int layer, List<DRes<SFixed>> scores) {
    List<DRes<SFixed>> weights =
        architecture.attention().formula(scores, arithmetic(seq, layer, "attention"));
    return () -> weights;
  }

  private SecureArithmetic arithmetic(ProtocolBuilderNumeric seq, int layer, String place) {
    return new SecureArithmetic(
        seq, name -> weights.vector("layer." + layer + "." + place + "." + name).get(0));
  }

  private SharedMatrix norm(int layer, String name, SharedMatrix x) {
    List<DRes<SFixed>> gain = weights.vector(name + ".gain");
    if (gain == null) {
      return x;
    }
    List<DRes<SFixed>> bias = weights.vector(name + ".bias");
    return execution.step(
        layer,
        layer < 0 ? "final LayerNorm" : "LayerNorm",
        x.eachRow((builder, i, row) -> SecureLayers.layerNorm(builder, row, gain, bias)));
  }

  private SharedMatrix scaled(int layer, SharedMatrix x) {
    List<DRes<SFixed>> beta = weights.vector("layer." + layer + ".ffn.beta");
    return beta == null
        ? x
        : execution.step(
            layer,
            "scaling",
            x.eachEntry(e -> seq -> FixedNumeric.using(seq).mult(e, beta.get(0))));
  }

  private SharedMatrix add(int layer, SharedMatrix x, SharedMatrix y) {
    return execution.step(layer, "residual", SecureLayers.add(x, y));
  }

  private SharedMatrix linear(
      int layer, String operation, SharedMatrix x, SharedMatrix weight, List<DRes<SFixed>> bias) {
    return execution.step(layer, operation, SecureLayers.linear(x, weight, bias));
  }

  /** Opens a matrix only to the client; returns null at the server. */
  double[][] openToClient(SharedMatrix x, Role me) {
    List<List<BigDecimal>> opened =
        execution.step(
            -1,
            "opening logits",
            (ProtocolBuilderNumeric builder) ->
                builder.par(
                    par -> {
                      List<List<DRes<BigDecimal>>> rows = new ArrayList<>();
                      for (List<DRes<SFixed>> row : x.rows()) {
                        List<DRes<BigDecimal>> out = new ArrayList<>();
                        for (DRes<SFixed> entry : row) {
                          out.add(FixedNumeric.using(par).open(entry, Role.CLIENT.id()));
                        }
                        rows.add(out);
                      }
                      return () ->
                          me == Role.CLIENT
                              ? rows.stream()
                                  .map(row -> row.stream().map(DRes::out).toList())
                                  .toList()
                              : null;
                    }));
    return opened == null
        ? null
        : opened.stream()
            .map(row -> row.stream().mapToDouble(BigDecimal::doubleValue).toArray())
            .toArray(double[][]::new);
  }
}
