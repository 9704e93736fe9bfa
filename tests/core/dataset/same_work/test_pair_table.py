"""The table of pairs comes back as it was written."""

import pytest

from core.dataset.same_work.pairs import WorkPair, read_pairs, relation_of, write_pairs
from core.errors import InvalidInputError

PAIRS = [
    WorkPair("Dürer_1", "Dürer_2", 40, 0.8, "copy", 1.5, -2.0, 0.9, 0.8, (1.5, 0.1, -0.2, -0.1, 1.5, 0.3)),
    WorkPair("a", "b", 1000, 1.0, "detail", 1.0, 0.0, 0.2, 1.0, (1.0, 0.0, 0.0, 0.0, 1.0, 0.0)),
]


@pytest.mark.parametrize("pairs", [PAIRS, []])
def test_what_was_written_is_read(pairs, tmp_path):
    write_pairs(tmp_path / "same_work.parquet", pairs)
    assert read_pairs(tmp_path / "same_work.parquet") == pairs


def test_no_table_means_no_pairs(tmp_path):
    assert read_pairs(tmp_path / "same_work.parquet") == []


@pytest.mark.parametrize("content", [b"", b"PAR1 nonsense PAR1"])
def test_a_damaged_table_is_told_in_a_sentence(content, tmp_path):
    (tmp_path / "same_work.parquet").write_bytes(content)
    with pytest.raises(InvalidInputError, match=r"cannot be read\. Delete it"):
        read_pairs(tmp_path / "same_work.parquet")


@pytest.mark.parametrize(
    ("covers", "relation"),
    [((1.0, 0.8), "copy"), ((0.3, 0.95), "detail"), ((0.95, 0.3), "detail"), ((0.5, 0.5), "overlap")],
)
def test_the_relation_follows_from_what_each_shows_of_the_other(covers, relation):
    assert relation_of(*covers) == relation
