"""A model's tokenizer, made safe to share between runs."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import Any

from pdfclean.llm.prompt import (
    Task,
    chat_messages,
    lines_messages,
    plain_lines_prompt,
    plain_prompt,
)

__all__ = ["Tokenizer"]


class Tokenizer:
    """A transformers tokenizer behind a lock: fast ones panic when two threads use them at once.

    ``chat`` says whether the model has a chat template, ``specials`` are its control marks; ``eos``
    and ``pad`` are token ids or ``None``.
    """

    def __init__(self, tokenizer: Any) -> None:
        self._tokenizer = tokenizer
        self._lock = threading.Lock()
        self.chat = bool(tokenizer.chat_template)
        self._system_role = self.chat and self._knows_system_role()
        self.specials = tuple(
            token for token in dict.fromkeys(tokenizer.all_special_tokens) if token.strip()
        )
        self.eos: int | None = tokenizer.eos_token_id
        self.pad: int | None = tokenizer.pad_token_id

    def count(self, text: str) -> int:
        """The length of a text in tokens."""
        return len(self._encode(text, special=False))

    def prompt(self, text: str, instructions: str) -> list[int]:
        """The token ids of a passage wrapped in the instructions, up to where an answer begins."""
        if not self.chat:
            return self._encode(plain_prompt(text, instructions), special=True)
        messages = chat_messages(text, instructions, system_role=self._system_role)
        return self._encode(self._templated(messages), special=False)

    def encode(self, text: str) -> list[int]:
        """The token ids of a text by itself."""
        return self._encode(text, special=False)

    def lines_prompt(self, lines: Sequence[str], task: Task) -> list[int]:
        """The token ids of a text, a unit a line, with instructions and worked examples, up to
        where the answer's first line begins."""
        if not self.chat:
            return self._encode(plain_lines_prompt(lines, task), special=True)
        messages = lines_messages(lines, task, system_role=self._system_role)
        return self._encode(self._templated(messages), special=False)

    def decode(self, ids: list[int]) -> str:
        """Token ids as text, special tokens left out."""
        with self._lock:
            return str(
                self._tokenizer.decode(
                    ids, skip_special_tokens=True, clean_up_tokenization_spaces=False
                )
            )

    def _encode(self, text: str, *, special: bool) -> list[int]:
        with self._lock:
            return list(self._tokenizer(text, add_special_tokens=special)["input_ids"])

    def _templated(self, messages: list[dict[str, str]]) -> str:
        # Templates of "thinking" models (Qwen3) obey enable_thinking; others do not look at it.
        return str(
            self._tokenizer.apply_chat_template(
                messages, tokenize=False, add_generation_prompt=True, enable_thinking=False
            )
        )

    def _knows_system_role(self) -> bool:
        from jinja2 import TemplateError

        try:
            return "\u2318" in self._templated(chat_messages("text", "\u2318"))
        except TemplateError:
            return False
