"""Tiny random models as Hugging Face's Transformers writes them, with what it computes for them:
the folders gpt2 and neox beside this file.

python3 generate.py    needs torch and transformers; the committed files are those of Transformers
                       5.18.0 with PyTorch 2.13.0
"""

import json
from pathlib import Path

import torch
from transformers import GPT2Config, GPT2LMHeadModel, GPTNeoXConfig, GPTNeoXForCausalLM

TOKENS = [3, 1, 4, 1, 5, 9, 2, 6]
HERE = Path(__file__).resolve().parent

TOKEN_IDS = dict(vocab_size=17, bos_token_id=0, eos_token_id=0)
GPT2 = GPT2Config(n_positions=12, n_embd=8, n_layer=2, n_head=2, **TOKEN_IDS)
# rotary positions on a quarter of every head, as Pythia has them
NEOX = GPTNeoXConfig(
    max_position_embeddings=12, hidden_size=16, num_hidden_layers=2, num_attention_heads=2,
    intermediate_size=64, **TOKEN_IDS,
)


def entropies(attentions):
    """Layers x heads x queries, in nats."""
    p = torch.stack(attentions)[:, 0].double()
    return -torch.xlogy(p, p).sum(-1)


def write(name, model):
    for parameter in model.parameters():  # far from the start, so that every tensor matters
        parameter.data += 0.3 * torch.randn_like(parameter)
    model = model.float().eval()
    model.set_attn_implementation("eager")
    with torch.no_grad():
        result = model(torch.tensor([TOKENS]), output_attentions=True)
    folder = HERE / name
    model.save_pretrained(folder)
    (folder / "generation_config.json").unlink(missing_ok=True)
    expected = {
        "tokens": TOKENS,
        "logits": result.logits[0].tolist(),
        "entropies": entropies(result.attentions).tolist(),
    }
    (folder / "expected.json").write_text(json.dumps(expected) + "\n")


torch.manual_seed(1)
write("gpt2", GPT2LMHeadModel(GPT2))
write("neox", GPTNeoXForCausalLM(NEOX))
