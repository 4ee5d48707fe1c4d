"""The same GPT trained with PyTorch in Python: the peer of the benchmark TrainingThroughput.

Shape, batch and recipe are those of the Java side: pre-LN blocks, GELU, learned positions, tied
head, AdamW (fused where PyTorch has it for the CPU), gradient clipping.

python3 peer_training.py LAYERS HEADS HIDDEN_SIZE CONTEXT VOCABULARY BATCH WAY ENTROPY PRECISION

WAY: eager, the matrix of scores as a user would write it; fused, with PyTorch's fused attention;
compiled, the latter compiled, or the former where entropies are asked for.
ENTROPY: off, or entropy, at every step. PRECISION: float32, or bfloat16, by autocast but for the
logits. It prints PyTorch's version; then it reads numbers of steps, makes them, and prints the
milliseconds of processor time and of elapsed time for each of them.
"""

import sys
import time

import torch
import torch.nn.functional as F
from torch import nn


class Block(nn.Module):
    def __init__(self, d, heads):
        super().__init__()
        self.heads = heads
        self.norm1, self.norm2 = nn.LayerNorm(d), nn.LayerNorm(d)
        self.q, self.k = nn.Linear(d, d), nn.Linear(d, d)
        self.v, self.o = nn.Linear(d, d, bias=False), nn.Linear(d, d, bias=False)
        self.up, self.down = nn.Linear(d, 4 * d, bias=False), nn.Linear(4 * d, d, bias=False)

    def forward(self, x, mask, entropies, attentions=None, fused=False):
        batch, length, d = x.shape
        y = self.norm1(x)
        q, k, v = (
            p(y).view(batch, length, self.heads, -1).transpose(1, 2)
            for p in (self.q, self.k, self.v)
        )
        if fused:
            read = F.scaled_dot_product_attention(q, k, v, is_causal=True)
        else:
            scores = q @ k.transpose(2, 3) / (d // self.heads) ** 0.5 + mask
            weights = scores.softmax(-1)
            read = weights @ v
            if attentions is not None:
                attentions.append(weights)
            if entropies is not None:
                with torch.no_grad():
                    entropies.append(-(weights * (weights + 1e-9).log()).sum(-1).mean((0, 2)))
        x = x + self.o(read.transpose(1, 2).reshape(batch, length, d))
        return x + self.down(F.gelu(self.up(self.norm2(x))))


class Gpt(nn.Module):
    def __init__(self, layers, heads, d, length, vocabulary):
        super().__init__()
        self.token, self.position = nn.Embedding(vocabulary, d), nn.Embedding(length, d)
        self.blocks = nn.ModuleList(Block(d, heads) for _ in range(layers))
        self.norm = nn.LayerNorm(d)
        mask = torch.full((length, length), -1e9).triu(1)
        self.register_buffer("mask", mask)

    def forward(
        self, tokens, entropies=None, attentions=None, exact_logits=False, fused=False
    ):
        x = self.token(tokens) + self.position.weight
        for block in self.blocks:
            x = block(x, self.mask, entropies, attentions, fused)
        if not exact_logits:
            return self.norm(x) @ self.token.weight.T
        with torch.autocast(x.device.type, enabled=False):  # as the Java side has them
            return self.norm(x.float()) @ self.token.weight.T


def optimiser_of(model):
    try:
        return torch.optim.AdamW(model.parameters(), lr=1e-3, weight_decay=0.1, fused=True)
    except (RuntimeError, TypeError):  # not on the CPU before 2.4
        return torch.optim.AdamW(model.parameters(), lr=1e-3, weight_decay=0.1)


def initialised(*shape):
    """As the Java side starts; PyTorch's N(0, 1) embeddings would saturate the logits."""
    torch.manual_seed(1)
    model = Gpt(*shape)
    for parameter in model.parameters():
        if parameter.dim() > 1:
            nn.init.normal_(parameter, std=0.02)
        elif not (parameter == 1).all():  # biases, not LayerNorm's gains
            nn.init.zeros_(parameter)
    return model


def main(layers, heads, d, length, vocabulary, batch, way, entropy, precision):
    length, vocabulary, batch = int(length), int(vocabulary), int(batch)
    model = initialised(int(layers), int(heads), int(d), length, vocabulary)
    optimiser = optimiser_of(model)
    forward = torch.compile(model) if way == "compiled" else model
    fused = way != "eager" and entropy == "off"
    bf16 = precision == "bfloat16"
    print(torch.__version__, flush=True)
    for line in sys.stdin:
        processor, elapsed = time.process_time(), time.perf_counter()
        for _ in range(int(line)):
            tokens = torch.randint(vocabulary, (batch, length))
            entropies = [] if entropy != "off" else None
            with torch.autocast("cpu", torch.bfloat16, enabled=bf16):
                logits = forward(tokens, entropies, exact_logits=bf16, fused=fused)
            loss = F.cross_entropy(
                logits[:, :-1].reshape(-1, vocabulary), tokens[:, 1:].reshape(-1)
            )
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            optimiser.zero_grad(set_to_none=True)
            loss.item()
            if entropies:
                torch.stack(entropies).tolist()
        costs = time.process_time() - processor, time.perf_counter() - elapsed
        print(*(1000 * cost / int(line) for cost in costs), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
