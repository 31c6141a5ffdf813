"""Reading rows: plain or gzipped, of any size, and a bad row named by file and line."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from eval.errors import DataError
from eval.rows import read_rows, sampled


def written(folder: Path, *lines: str, name: str = "rows.jsonl") -> Path:
    path = folder / name
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_plain_and_gzipped_files_give_the_same_rows_whatever_their_name(tmp_path: Path) -> None:
    text = '\ufeff{"a": 1}\n\n{"a": "line\u2028separator"}\n'
    plain = tmp_path / "plain.gz"
    plain.write_text(text, encoding="utf-8")
    zipped = tmp_path / "zipped.jsonl"
    zipped.write_bytes(gzip.compress(text.encode()))
    for path in (plain, zipped):
        assert [(row.line, row.values["a"]) for row in read_rows(path)] == [
            (1, 1),
            (3, "line\u2028separator"),
        ]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        pytest.param('{"a": ', "not JSON", id="cut off"),
        pytest.param("[1]", "needs one object", id="not an object"),
    ],
)
def test_a_broken_line_is_named(tmp_path: Path, line: str, problem: str) -> None:
    path = written(tmp_path, '{"a": 1}', line)
    with pytest.raises(DataError, match=problem) as caught:
        list(read_rows(path))
    assert str(caught.value).startswith(f"{path}:2:")


def test_what_is_not_utf8_is_named(tmp_path: Path) -> None:
    path = tmp_path / "latin.jsonl"
    path.write_bytes(b'{"a": "\xe9"}\n')
    with pytest.raises(DataError, match=r"latin\.jsonl:1: not UTF-8"):
        list(read_rows(path))


def test_a_missing_or_cut_off_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="does not exist"):
        list(read_rows(tmp_path / "none.jsonl"))
    cut = tmp_path / "cut.gz"
    cut.write_bytes(gzip.compress(json.dumps({"a": "b" * 10_000}).encode())[:-12])
    with pytest.raises(DataError, match="whole gzip file"):
        list(read_rows(cut))


def test_half_a_character_is_refused_by_its_line_and_a_whole_one_is_read(tmp_path: Path) -> None:
    path = written(tmp_path, r'{"answer": "\ud83d\ude00"}', r'{"answer": "\ud83d."}')
    rows = read_rows(path)
    assert next(rows).text("answer") == "😀"
    with pytest.raises(DataError, match=r"rows\.jsonl:2: half a character"):
        next(rows)


@pytest.mark.parametrize(
    ("answers", "texts"),
    [
        ([], []),
        (None, []),
        ([{"text": "Paris", "start": 3}], ["Paris"]),
        ([{"text": "Paris"}, {"text": ""}], ["Paris"]),
        (["Paris", "Lyon"], ["Paris", "Lyon"]),
        ({"text": ["Paris"], "answer_start": [3]}, ["Paris"]),
        ("Paris", ["Paris"]),
    ],
)
def test_gold_answers_are_read_from_the_shapes_of_squad(
    tmp_path: Path, answers: object, texts: list[str]
) -> None:
    [row] = read_rows(written(tmp_path, json.dumps({"answers": answers})))
    assert row.answers() == texts


def test_a_field_of_the_wrong_kind_is_named_with_its_line(tmp_path: Path) -> None:
    [row] = read_rows(written(tmp_path, '{"question": ["a"], "evidence": 3, "answers": [{"text": [4]}]}'))
    for read in (lambda: row.text("question"), lambda: row.items("evidence"), lambda: row.answers()):
        with pytest.raises(DataError, match=r"rows\.jsonl:1: "):
            read()
    with pytest.raises(DataError, match="no 'context'"):
        row.text("context")
    assert row.text("title", "") == ""


@pytest.mark.parametrize(
    ("limit", "lines"),
    [(None, [1, 2, 3, 4, 5, 6, 7]), (9, [1, 2, 3, 4, 5, 6, 7]), (1, [1]), (2, [1, 5]), (3, [1, 4, 6])],
)
def test_a_sample_is_spread_over_the_file(tmp_path: Path, limit: int | None, lines: list[int]) -> None:
    path = written(tmp_path, *(["{}"] * 7))
    rows, total = sampled(lambda: read_rows(path), limit)
    assert [row.line for row in rows] == lines
    assert total == len(lines)
