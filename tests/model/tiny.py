"""A language model of a few thousand random weights, made on the spot.

It says nothing sensible, but it is a real model to every library: it shows that loading, streaming,
stopping and seeds work, in a second and without a download.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

CHATML = (
    "{% for m in messages %}<|im_start|>{{ m['role'] }}\n{{ m['content'] }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)
NO_SYSTEM = (
    "{% if messages[0]['role'] == 'system' %}{{ raise_exception('no system role') }}{% endif %}"
    + CHATML
)


def save(
    folder: Path,
    *,
    template: str | None = CHATML,
    end: bool = True,
    context: int = 4096,
    pieces: bool = False,
    **config: Any,
) -> Path:
    """Make a Llama of random weights with a tokenizer of single bytes; return its folder.

    Args:
        folder: where to; must exist.
        template: the chat template, or ``None`` for a base model.
        end: whether it knows an end token.
        context: most tokens of prompt and answer.
        pieces: a tokenizer like Llama 2's instead: it marks the beginning of a text with a space
            and puts a token before it.
        config: more settings of ``LlamaConfig``.
    """
    import torch
    from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

    core = _pieces() if pieces else _bytes()
    marks = {"eos_token": "<|im_end|>"} if end else {}
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=core, additional_special_tokens=["<|im_start|>"], **marks
    )
    tokenizer.chat_template = template
    tokenizer.save_pretrained(folder)
    torch.manual_seed(0)
    model = LlamaForCausalLM(
        LlamaConfig(
            vocab_size=len(tokenizer),
            hidden_size=32,
            intermediate_size=64,
            num_hidden_layers=2,
            num_attention_heads=4,
            num_key_value_heads=2,
            max_position_embeddings=context,
            bos_token_id=None,
            eos_token_id=tokenizer.eos_token_id,
            pad_token_id=None,
            **config,
        )
    )
    model.save_pretrained(folder)
    return folder


def _bytes() -> Any:
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers

    letters = sorted(pre_tokenizers.ByteLevel.alphabet())
    vocabulary = {letter: index for index, letter in enumerate(letters)}
    core = Tokenizer(models.BPE(vocab=vocabulary, merges=[]))
    core.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    core.decoder = decoders.ByteLevel()
    return core


def _pieces() -> Any:
    """As the tokenizers that come from SentencePiece: spaces are part of what follows."""
    from tokenizers import Tokenizer, decoders, models, normalizers, processors

    pairs = [("\u2581", "t"), ("\u2581t", "h"), ("\u2581th", "e"), ("e", "r"), ("i", "n")]
    words = ["<s>", *(f"<0x{byte:02X}>" for byte in range(256)), *map(chr, range(32, 127))]
    words += ["\u2581", *("".join(pair) for pair in pairs)]
    vocabulary = {word: index for index, word in enumerate(words)}
    core = Tokenizer(models.BPE(vocab=vocabulary, merges=pairs, byte_fallback=True))
    core.normalizer = normalizers.Sequence(
        [normalizers.Prepend("\u2581"), normalizers.Replace(" ", "\u2581")]
    )
    core.post_processor = processors.TemplateProcessing(
        single="<s> $A", special_tokens=[("<s>", 0)]
    )
    core.decoder = decoders.Sequence(
        [decoders.Replace("\u2581", " "), decoders.ByteFallback(), decoders.Fuse()]
    )
    return core
