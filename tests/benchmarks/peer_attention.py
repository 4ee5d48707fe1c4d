"""Attention with its entropy as the authors of the paper compute it, beside AttentionCost.

Every line of the input is a number of runs; the answer is the processor time and the elapsed time of
one run in milliseconds. The arguments are the number of heads, their width, the number of tokens,
and whether the gradient is computed: forward or gradient.
"""

import math
import sys
import time

import torch


def attention(q, k, v):
    length = q.shape[2]
    hidden = torch.ones(length, length, dtype=torch.bool).triu(1)
    scores = q @ k.transpose(2, 3) / math.sqrt(q.shape[3])
    weights = scores.masked_fill(hidden, torch.finfo(scores.dtype).min).softmax(-1)
    entropy = -(weights * (weights + 1e-9).log()).sum(-1)
    return weights @ v, entropy


def main(heads, width, length, what):
    shape = 1, int(heads), int(length), int(width)
    gradient = what == "gradient"
    torch.set_num_threads(1)
    print(torch.__version__, flush=True)
    for line in sys.stdin:
        q, k, v = (torch.randn(shape, requires_grad=gradient) for _ in range(3))
        processor, elapsed = time.process_time(), time.perf_counter()
        for _ in range(int(line)):
            with torch.set_grad_enabled(gradient):
                output, entropy = attention(q, k, v)
                total = output.sum() + entropy.sum()
                if gradient:
                    total.backward()
        costs = time.process_time() - processor, time.perf_counter() - elapsed
        print(*(1000 * cost / int(line) for cost in costs), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
