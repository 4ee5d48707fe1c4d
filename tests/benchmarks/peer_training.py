"""The same GPT trained with PyTorch in Python: the peer of the benchmark TrainingThroughput.

Shape, batch and recipe are those of the Java side: pre-LN blocks, GELU, learned positions, tied
head, AdamW (fused where PyTorch has it for the CPU), gradient clipping. As a user would write it; then
the same with autocast to bfloat16, but for the logits, and compiled, where PyTorch can.
"""

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

    def forward(self, x, mask, entropies, attentions=None):
        batch, length, d = x.shape
        y = self.norm1(x)
        q, k, v = (
            p(y).view(batch, length, self.heads, -1).transpose(1, 2)
            for p in (self.q, self.k, self.v)
        )
        scores = q @ k.transpose(2, 3) / (d // self.heads) ** 0.5 + mask
        weights = scores.softmax(-1)
        if attentions is not None:
            attentions.append(weights)
        if entropies is not None:
            with torch.no_grad():
                entropies.append(-(weights * (weights + 1e-9).log()).sum(-1).mean((0, 2)))
        x = x + self.o((weights @ v).transpose(1, 2).reshape(batch, length, d))
        return x + self.down(F.gelu(self.up(self.norm2(x))))


class Gpt(nn.Module):
    def __init__(self, layers, heads, d, length, vocabulary):
        super().__init__()
        self.token, self.position = nn.Embedding(vocabulary, d), nn.Embedding(length, d)
        self.blocks = nn.ModuleList(Block(d, heads) for _ in range(layers))
        self.norm = nn.LayerNorm(d)
        mask = torch.full((length, length), -1e9).triu(1)
        self.register_buffer("mask", mask)

    def forward(self, tokens, entropies=None, attentions=None, exact_logits=False):
        x = self.token(tokens) + self.position.weight
        for block in self.blocks:
            x = block(x, self.mask, entropies, attentions)
        if not exact_logits:
            return self.norm(x) @ self.token.weight.T
        with torch.autocast(x.device.type, enabled=False):  # as the Java side has them
            return self.norm(x.float()) @ self.token.weight.T


def optimiser_of(model):
    try:
        return torch.optim.AdamW(model.parameters(), lr=1e-3, weight_decay=0.1, fused=True)
    except (RuntimeError, TypeError):  # not on the CPU before 2.4
        return torch.optim.AdamW(model.parameters(), lr=1e-3, weight_decay=0.1)


def measure(name, layers, heads, d, length, vocabulary, batch, steps, entropy, bf16, compiled):
    torch.manual_seed(1)
    model = Gpt(layers, heads, d, length, vocabulary)
    for parameter in model.parameters():  # as the Java side starts; N(0, 1) embeddings saturate
        if parameter.dim() > 1:
            nn.init.normal_(parameter, std=0.02)
        elif not (parameter == 1).all():  # biases, not LayerNorm's gains
            nn.init.zeros_(parameter)
    optimiser = optimiser_of(model)
    forward = torch.compile(model) if compiled else model
    for step in range(steps + 3):
        if step == 3:
            begun = time.perf_counter()
        tokens = torch.randint(vocabulary, (batch, length))
        entropies = [] if entropy else None
        with torch.autocast("cpu", torch.bfloat16, enabled=bf16):
            logits = forward(tokens, entropies, exact_logits=bf16)
        loss = F.cross_entropy(logits[:, :-1].reshape(-1, vocabulary), tokens[:, 1:].reshape(-1))
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        optimiser.zero_grad(set_to_none=True)
        loss.item()
        if entropy:
            torch.stack(entropies).tolist()
    rate = steps * batch * length / (time.perf_counter() - begun)
    way = f"{'compiled' if compiled else 'eager'}, {'bf16' if bf16 else 'float32'}"
    print(
        f"{name}, {way}, entropy {'at every step' if entropy else 'off'}: {rate:,.0f} tokens/s",
        flush=True,
    )


WAYS = [  # entropy, bf16, compiled
    (False, False, False),
    (True, False, False),
    (False, True, False),
    (False, False, True),
    (False, True, True),
]

if __name__ == "__main__":
    print(f"PyTorch {torch.__version__}, {torch.get_num_threads()} threads")
    for entropy, bf16, compiled in WAYS:
        if compiled and not hasattr(torch, "compile"):
            continue
        way = (entropy, bf16, compiled)
        measure("L4 H4 d128 T128, 16", 4, 4, 128, 128, 256, 16, 60, *way)
        measure("GPT-2 small, 4 x 128", 12, 12, 768, 128, 50257, 4, 12, *way)
