"""The planted passages and what is counted of them: the set, where it lands, what a model does."""

import itertools
from collections import Counter
from dataclasses import replace

import pytest

from pdfclean.document import Category, Mark
from pdfclean.extraction.reader import Reader
from pdfclean.llm.prompt import EXAMPLES
from pdfclean.llm.trial_lines import TRIALS
from pdfclean.polishing import Deletions, Passage
from tests.benchmark.effect import clean_bytes, kept_in, novel_words, taken_by_model
from tests.benchmark.planted import Case, cases, outcome
from tests.fakes import ScriptedPolisher, document
from tests.pdfs.planted import DOCUMENTS, PLANTINGS
from tests.pdfs.planted.kinds import KINDS


@pytest.fixture(scope="module")
def planted() -> list[Case]:
    return cases(most=4)


def test_the_set_is_large_and_even() -> None:
    passages = [(p.language, junk) for p in PLANTINGS for junk in p.junk]
    assert len(passages) >= 120
    assert len({junk.lines for _, junk in passages}) == len(passages)
    languages = Counter(language for language, _ in passages)
    assert len(languages) == 4
    assert min(languages.values()) >= 30
    for language in languages:
        kinds = Counter(junk.kind for where, junk in passages if where == language)
        assert set(kinds) == set(KINDS)
        assert min(kinds.values()) >= 7


def test_no_planted_line_is_shown_to_the_model_as_an_example_or_asked_in_its_trial() -> None:
    shown = {
        line for example in (*EXAMPLES, *itertools.chain(*TRIALS.values())) for line, _ in example
    }
    for planting in PLANTINGS:
        prose = {sentence for paragraph in planting.paragraphs for sentence in paragraph}
        assert not shown & prose
        several = {line for junk in planting.junk if len(junk.lines) == 1 for line in junk.lines}
        assert not shown & several


def test_a_document_holds_some_of_each_language() -> None:
    assert len(cases(most=4)) == 4
    assert DOCUMENTS >= 4


def test_all_that_was_planted_is_found_again_in_the_chunks(planted: list[Case]) -> None:
    assert {case.document.language for case in planted} == {"en", "de", "fr", "es"}
    for case in planted:
        for junk, tokens in case.junk().items():
            assert len(tokens) >= len(" ".join(junk.lines).split()), junk
        text = "".join(passage.text for passage in case.passages)
        prose = [piece.text for piece in case.document.pieces if piece.junk is None]
        assert sum(sentence in text for sentence in prose) / len(prose) > 0.9


def test_a_model_that_takes_everything_takes_all_junk_and_all_prose(
    planted: list[Case],
) -> None:
    found = outcome((case, set(case.alive)) for case in planted)
    assert (found.deleted, found.deleted_by_model, found.lost) == (1, 1, 1)
    untouched = outcome((case, set()) for case in planted)
    assert (untouched.by_model, untouched.lost) == (0, 0)
    assert untouched.planted == found.planted > 20


def test_junk_counts_when_all_of_it_is_gone_and_prose_by_the_word(planted: list[Case]) -> None:
    case = planted[0]
    whole, part, *_ = case.junk().values()
    prose = sorted(case.prose() & case.alive)[:7]
    found = outcome([(case, whole | set(sorted(part)[:1]) | set(prose))])
    assert (found.by_model, found.prose_lost) == (1 + (len(part) == 1), 7)


def test_deletions_are_read_off_the_finished_document() -> None:
    def second_sentence(passage: Passage) -> Deletions:
        start = len(passage.sentences[0])
        tokens = passage.tokens(start, start + len(passage.sentences[1]))
        return Deletions((Mark(*tokens, Category.NOTICES, "no story", "model", 0.9),))

    case = cases(("de",), most=1)[0]
    with Reader() as reader:
        cleaned = clean_bytes(reader, case.document.data, ScriptedPolisher(second_sentence))
    taken = taken_by_model(cleaned)
    assert taken
    assert not taken & set(kept_in(cleaned))
    assert taken | set(kept_in(cleaned)) == case.alive
    assert novel_words(cleaned) == 0


def test_a_word_that_was_not_there_is_counted() -> None:
    made = document("One two.", "Two three.")
    assert novel_words(made) == 0
    chunk = made.chunks[0]
    invented = replace(chunk, rewrite="One two two two ten.")
    assert novel_words(replace(made, chunks=(invented,))) == 2
