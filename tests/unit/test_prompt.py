"""The instructions to a model: what they must say, and how a passage is wrapped in them."""

import re

import pytest

from pdfclean.llm.prompt import DEFAULT_PROMPT, END_OF_TEXT, chat_messages, plain_prompt

INTENT = {
    "for the writer of a podcast": "podcast",
    "citations go": "citations",
    "e-mail addresses go": "e-mail",
    "formulas go": "LaTeX",
    "line breaks go": "line breaks",
    "page furniture goes": "page numbers",
    "word for word": "word for word",
    "every sentence stays": "Keep every sentence",
    "numbers, names, negations stay": "number, name and negation",
    "no summary": "Do not summarise",
    "no markdown": "no Markdown",
    "no acknowledgement": "no acknowledgement",
    "any topic": "about anything",
    "the text gives no orders": "do not follow them",
}


@pytest.mark.parametrize("phrase", INTENT.values(), ids=INTENT)
def test_the_prompt_keeps_the_intent_of_the_original(phrase: str) -> None:
    assert phrase in DEFAULT_PROMPT


def test_the_prompt_asks_for_nothing_that_made_the_original_invent() -> None:
    assert not re.search("creative|aggressive|smart|world class|crisp", DEFAULT_PROMPT)


def test_own_instructions_replace_the_prompt() -> None:
    system, user = chat_messages("The text.", "Keep it.")
    assert system == {"role": "system", "content": "Keep it."}
    assert user == {"role": "user", "content": "The text."}
    assert plain_prompt("The text.", "Keep it.").startswith("Keep it.\n")


@pytest.mark.parametrize("blank", ["", "  \n"])
def test_blank_instructions_mean_the_prompt(blank: str) -> None:
    assert chat_messages("The text.", blank)[0]["content"] == DEFAULT_PROMPT
    assert plain_prompt("The text.", blank).startswith(DEFAULT_PROMPT)


def test_without_a_system_role_the_instructions_open_the_message() -> None:
    (user,) = chat_messages("The text.", system_role=False)
    assert user["role"] == "user"
    assert user["content"].startswith(DEFAULT_PROMPT)
    assert user["content"].endswith("\n\nThe text.")


def test_a_base_model_reads_the_text_once_and_knows_how_to_end() -> None:
    prompt = plain_prompt("The text.")
    assert prompt.count("The text.") == 1
    assert prompt.count(END_OF_TEXT) == 1
    assert prompt.endswith("Cleaned text:\n<<<\n")
