package org.entroscope.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.core.Linear;

/** Products in single precision. Three products side by side are one call of the engine. */
final class SingleMatMul implements MatMul {

  private static final TorchScript JOINT =
      TorchScript.shared(
          """
          def joint0(self, x: Tensor, u: Tensor, v: Tensor, w: Tensor) -> Tensor:
            return torch.linear(x, torch.cat([u, v, w]))
          def joint2(self, x: Tensor, u: Tensor, v: Tensor, w: Tensor,
                     a: Tensor, b: Tensor) -> Tensor:
            c = torch.zeros([torch.size(w, 0)], dtype=6, layout=None, device=ops.prim.device(w))
            return torch.linear(x, torch.cat([u, v, w]), torch.cat([a, b, c]))
          def joint3(self, x: Tensor, u: Tensor, v: Tensor, w: Tensor,
                     a: Tensor, b: Tensor, c: Tensor) -> Tensor:
            return torch.linear(x, torch.cat([u, v, w]), torch.cat([a, b, c]))
          """);

  @Override
  public NDArray linear(NDArray x, NDArray weight, NDArray bias) {
    return Linear.linear(x, weight, bias).singletonOrThrow();
  }

  @Override
  public NDArray joint(NDArray x, NDList weights, NDList biases) {
    NDList all = new NDList(x).addAll(weights).addAll(biases);
    return JOINT.differentiable("joint" + biases.size(), all.toArray(NDArray[]::new));
  }
}
