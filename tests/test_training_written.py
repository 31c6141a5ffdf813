"""What was written to train on: it points at passages, quotes none, and pairs what looks alike."""

from __future__ import annotations

import gzip
import json
import re
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from models.training.mix import split
from models.training.rows import CONTRADICTED, NEUTRAL, SUPPORTED, QuestionRow
from models.training.written import (
    EVIDENCE,
    FOLDER,
    INVENTED,
    KINDS,
    evidence_parts,
    is_altered,
    key_of,
    news_parts,
    read_written,
    source_of,
)

PASSAGE = "The lighthouse at Rauma was built in 1883. In 1974 a steel mast replaced it."


def written_rows() -> list[tuple[str, dict[str, Any]]]:
    return [
        (source_of(file), json.loads(line))
        for file in sorted(FOLDER.glob("*.jsonl"))
        for line in file.read_text(encoding="utf-8").splitlines()
    ]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    (tmp_path / "qa").mkdir()
    answers = [{"text": "1883", "start": PASSAGE.index("1883")}]
    row = {"question": "When?", "context": PASSAGE, "title": "Old_lights", "answers": answers}
    with gzip.open(tmp_path / "qa" / "squad2_dev_17_articles.jsonl.gz", "wt", encoding="utf-8") as file:
        file.write(json.dumps(row))
    return tmp_path


def write(folder: Path, name: str, row: dict[str, Any]) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    return folder


def about(**known: str) -> dict[str, Any]:
    start = PASSAGE.index("1974")
    return {
        **known,
        "questions": [["what year was it replaced", [start, start + 4]], ["who replaced it", None]],
        "supported": ["It is older than 1900."],
        "neutral": ["A storm brought it down."],
        "contradicted": ["It was replaced by a wooden mast."],
    }


def test_a_passage_of_the_data_folder_is_found_by_its_checksum(data: Path, tmp_path: Path) -> None:
    folder = write(tmp_path / "written", "squad2_dev_17_articles", about(passage=key_of(PASSAGE)))
    (answered, unanswered), claims = read_written(data, folder)
    assert [answered.passage[start:end] for start, end in answered.answers] == ["1974"]
    assert [answered.passage[start:end] for start, end in answered.evidence] == [PASSAGE[43:]]
    assert answered.title == "Old lights"
    assert not unanswered.answerable
    assert unanswered.group == answered.group == "squad2_dev_17_articles/Old_lights"
    assert [claim.label for claim in claims] == [SUPPORTED, NEUTRAL, CONTRADICTED]
    assert {claim.evidence for claim in claims} == {PASSAGE}


def test_what_was_asked_again_is_about_the_passages_of_the_same_file(data: Path, tmp_path: Path) -> None:
    file = write(tmp_path / "written", "squad2_dev_17_articles.altered", about(passage=key_of(PASSAGE)))
    questions, _ = read_written(data, file)
    assert {row.passage for row in questions} == {PASSAGE}
    assert {row.group for row in questions} == {"squad2_dev_17_articles/Old_lights"}
    altered = next(file.iterdir())
    assert is_altered(altered)
    assert not is_altered(altered.with_name("squad2_dev_17_articles.jsonl"))


@pytest.mark.parametrize("source", EVIDENCE)
def test_a_part_of_an_evidence_is_found_and_held_out_with_all_of_it(tmp_path: Path, source: str) -> None:
    text = f"{PASSAGE} {'It stood on an island of bare rock. ' * 40}".strip()
    (tmp_path / "entailment").mkdir()
    row = {"evidence": text, "claim": "It burned.", "label": "unsupported"}
    with gzip.open(tmp_path / "entailment" / f"{source}.jsonl.gz", "wt", encoding="utf-8") as file:
        file.write(json.dumps(row))
    part = next(evidence_parts(text))
    questions, claims = read_written(
        tmp_path, write(tmp_path / "written", source, about(passage=key_of(part)))
    )
    assert {row.passage for row in questions} == {row.evidence for row in claims} == {part}
    assert {row.group for row in questions} == {row.group for row in claims} == {text}


def test_an_invented_report_brings_its_text(tmp_path: Path) -> None:
    folder = write(tmp_path / "written", INVENTED, about(title="Rauma loses a light", text=PASSAGE))
    questions, claims = read_written(tmp_path, folder)
    assert {row.passage for row in questions} == {row.evidence for row in claims} == {PASSAGE}
    assert {row.group for row in questions} == {"written/Rauma loses a light"}


def test_a_question_without_an_answer_may_tell_what_looks_like_one(tmp_path: Path) -> None:
    start = PASSAGE.index("1883")
    asked = [["when was it repaired", None, [start, start + 4]], ["who repaired it", None]]
    row = about(title="Rauma loses a light", text=PASSAGE) | {"questions": asked}
    lured, plain = read_written(tmp_path, write(tmp_path / "written", INVENTED, row))[0]
    assert not lured.answerable
    assert [PASSAGE[slice(*span)] for span in lured.lure] == ["1883"]
    assert plain.lure == ()
    row["questions"] = [["when was it repaired", None, [start, 900]]]
    with pytest.raises(ValueError, match="is no answer in the passage of 'when was it repaired'"):
        read_written(tmp_path, write(tmp_path / "written", INVENTED, row))


def test_a_passage_that_the_data_folder_lacks_is_an_error(data: Path, tmp_path: Path) -> None:
    folder = write(tmp_path / "written", "squad2_dev_17_articles", about(passage="0" * 16))
    with pytest.raises(ValueError, match="about a passage 0000000000000000 that squad2_dev_17_articles"):
        read_written(data, folder)


@pytest.mark.parametrize(
    "answer", [[0, 900], [40, 40], [5, 14], [3, 14]], ids=["outside", "empty", "cut", "blank"]
)
def test_an_answer_that_is_no_piece_of_its_passage_is_an_error(tmp_path: Path, answer: list[int]) -> None:
    row = about(title="Rauma loses a light", text=PASSAGE) | {"questions": [["what was built", answer]]}
    with pytest.raises(ValueError, match="is no answer in the passage of 'what was built'"):
        read_written(tmp_path, write(tmp_path / "written", INVENTED, row))


def test_where_nothing_was_written_the_error_says_so(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="nothing was written"):
        read_written(tmp_path, tmp_path)


def test_what_is_held_out_is_not_trained_on() -> None:
    groups = [f"written/Report {number}" for number in range(200)]
    rows = [QuestionRow("who", PASSAGE, (), "written questions", group) for group in groups]
    kept, out = split(rows)
    assert sorted(row.group for row in (*kept, *out)) == sorted(groups)
    assert 4 < len(out) < 40


def test_a_news_article_is_cut_between_paragraphs() -> None:
    paragraphs = [f"{name} {'word ' * 80}".strip() for name in ("First", "Second", "Third")]
    assert list(news_parts("\n\n".join(paragraphs))) == ["\n".join(paragraphs[:2]), paragraphs[2]]
    assert list(news_parts(f"{paragraphs[0]}\n\n{paragraphs[1]}\n\nEnd.")) == [
        "\n".join([*paragraphs[:2], "End."])
    ]
    assert list(news_parts("Too short.")) == []


def test_an_evidence_is_cut_between_sentences_and_short_ends_are_left_out() -> None:
    sentences = [f"Sentence {number} {'word ' * 58}ends." for number in range(5)]
    assert list(evidence_parts(" ".join(sentences))) == [" ".join(sentences[:2]), " ".join(sentences[2:4])]
    assert list(evidence_parts(" ".join(sentences[:4]))) == [
        " ".join(sentences[:2]),
        " ".join(sentences[2:4]),
    ]
    long = f"{'word ' * 200}ends."
    assert list(evidence_parts(f"Too short. {long} {sentences[0]}")) == [long]
    assert list(evidence_parts("Too short.")) == list(evidence_parts("")) == []


def test_as_many_questions_have_no_answer_as_have_one() -> None:
    answered = Counter(answer is not None for _, row in written_rows() for _, answer, *_ in row["questions"])
    assert sum(answered.values()) > 10_000
    assert abs(answered[True] - answered[False]) < 0.05 * sum(answered.values())


def test_nothing_was_written_twice() -> None:
    said = Counter(
        (row.get("passage", row.get("title")), " ".join(re.findall(r"\w+", text.lower())))
        for _, row in written_rows()
        for text in [question for question, *_ in row["questions"]] + [c for kind in KINDS for c in row[kind]]
    )
    assert [text for text, times in said.items() if times > 1] == []


def test_only_invented_reports_bring_their_text(tmp_path: Path) -> None:
    for source, row in written_rows():
        assert ("text" in row) == (source == INVENTED)
    # reading them checks their answers
    shutil.copy(FOLDER / f"{INVENTED}.jsonl", tmp_path)
    questions, claims = read_written(tmp_path, tmp_path)
    assert len({row.passage for row in questions}) > 600
    assert {claim.label for claim in claims} == {SUPPORTED, NEUTRAL, CONTRADICTED}
