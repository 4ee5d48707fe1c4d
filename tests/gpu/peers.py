"""The peers of the GPU measurement, in the same sitting: GPT-2 in PyTorch, eager and compiled, and
the way of the paper's authors as it is described (Transformers' GPT-2 with output_attentions and a
loop over layers and heads for the entropies and their penalty; where Transformers is not installed,
the same loop over the attention of the eager model, which says so).

python3 peers.py             GPT-2 small, T = 128 and 512
python3 peers.py small       a tiny model, to see that it runs
python3 peers.py minutes=5   leaves out what has not been begun by then
"""

import sys
import time
from pathlib import Path

import torch
import torch.nn.functional as F

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "benchmarks"))
from peer_training import Gpt  # noqa: E402

DEVICE = "cuda" if torch.cuda.is_available() else "cpu"


def timed(name, step, tokens_a_step, warm_up, steps):
    for i in range(warm_up + steps):
        if i == warm_up:
            if DEVICE == "cuda":
                torch.cuda.synchronize()
            begun = time.perf_counter()
        step()
    if DEVICE == "cuda":
        torch.cuda.synchronize()
    rate = steps * tokens_a_step / (time.perf_counter() - begun)
    print(f"{name}: {rate:,.0f} tokens/s", flush=True)


def train_step(model, loss_of, vocabulary, batch, length, bf16):
    optimiser = torch.optim.AdamW(
        model.parameters(), lr=1e-3, weight_decay=0.1, fused=DEVICE == "cuda"
    )

    def step():
        tokens = torch.randint(vocabulary, (batch, length), device=DEVICE)
        with torch.autocast(DEVICE, torch.bfloat16, enabled=bf16):
            loss = loss_of(model, tokens)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        optimiser.zero_grad(set_to_none=True)

    return step


def cross_entropy(logits, tokens):
    return F.cross_entropy(
        logits[:, :-1].reshape(-1, logits.shape[-1]).float(), tokens[:, 1:].reshape(-1)
    )


def plain(model, tokens):
    return cross_entropy(model(tokens), tokens)


def authors(model, tokens):
    """Cross entropy and the penalty, with Transformers' model."""
    result = model(tokens, output_attentions=True)
    return cross_entropy(result.logits, tokens) + penalty_of(result.attentions)


def authors_without_transformers(model, tokens):
    """The same with the eager model above."""
    attentions = []
    logits = model(tokens, attentions=attentions)
    return cross_entropy(logits, tokens) + penalty_of(attentions)


def penalty_of(attentions):
    """The penalty, head by head, summed over queries and batch (Section 4)."""
    most = torch.log(torch.tensor(float(attentions[0].shape[-1])))
    total = 0.0
    for layer in attentions:  # B H T T
        penalty = 0.0
        for head in range(layer.shape[1]):
            a = layer[:, head].float()
            entropy = -(a * (a + 1e-9).log()).nan_to_num().sum(-1)  # B T
            deviation = entropy - 0.5 * most
            outside = deviation.abs() > 0.2 * most
            penalty = penalty + (deviation.square() * outside).sum()
        total = total + penalty / layer.shape[1]
    return 1e-5 * total / len(attentions)


def transformers_gpt2(layers, heads, d, length, vocabulary):
    from transformers import GPT2Config, GPT2LMHeadModel

    return GPT2LMHeadModel(
        GPT2Config(
            n_layer=layers, n_head=heads, n_embd=d, n_positions=length, vocab_size=vocabulary,
            attn_implementation="eager", attn_pdrop=0.0, embd_pdrop=0.0, resid_pdrop=0.0,
        )
    )


def main(small, end):
    layers, heads, d, vocabulary = (2, 2, 32, 256) if small else (12, 12, 768, 50257)
    sizes = [(16, 2)] if small else [(128, 32), (512, 8)]
    warm_up, steps = (1, 3) if small else (5, 30)
    print(f"PyTorch {torch.__version__} on {DEVICE}")
    for length, batch in sizes:
        for bf16 in (False, True):
            if time.monotonic() > end:
                print(f"time is up before T={length}, {'bf16' if bf16 else 'float32'}")
                return
            kind = f"T={length} x {batch}, {'bf16' if bf16 else 'float32'}"
            model = Gpt(layers, heads, d, length, vocabulary).to(DEVICE)
            step = train_step(model, plain, vocabulary, batch, length, bf16)
            timed(f"eager, {kind}", step, batch * length, warm_up, steps)
            try:
                compiled = torch.compile(model)
                step = train_step(compiled, plain, vocabulary, batch, length, bf16)
                timed(f"compiled, {kind}", step, batch * length, warm_up, steps)
            except Exception as e:  # it wants a compiler and more; the others can go on without
                print(f"compiled, {kind}: {type(e).__name__}: {str(e).splitlines()[0]}")
            try:
                model = transformers_gpt2(layers, heads, d, length, vocabulary).to(DEVICE)
                way, loss_of = "authors' way with penalty", authors
            except ImportError:
                way = "authors' way with penalty, on the eager model for want of Transformers"
                loss_of = authors_without_transformers
            step = train_step(model, loss_of, vocabulary, batch, length, bf16)
            timed(f"{way}, {kind}", step, batch * length, warm_up, steps)


if __name__ == "__main__":
    minutes = [float(a.split("=")[1]) for a in sys.argv[1:] if a.startswith("minutes=")]
    limit = time.monotonic() + 60 * minutes[0] if minutes else float("inf")
    main("small" in sys.argv[1:], limit)
