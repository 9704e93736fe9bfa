"""Whatever the files are called, each picture ends as one file of one painting or is noted as doubled."""

import io

from hypothesis import given
from hypothesis import strategies as st

from core.dataset.artists.artist import Artist
from core.dataset.importing.layout import place_of, plan_layout, safe_stem
from core.dataset.importing.sources import Source, SourceEntry

ARTISTS = [Artist(0, "Claude Monet"), Artist(1, "Albrecht Dürer"), Artist(2, "Jan van Eyck")]

folders = st.sampled_from(
    ["images", "Claude_Monet", "Claude Monet", "Albrecht_Dürer", "Albrecht_Du╠êrer", "Jan", "other"]
)
stems = st.sampled_from(
    ["Claude_Monet_1", "claude_monet_1", "Claude_Monet_01", "Claude_Monet_1-2", "Albrecht_Duerer_1", "1", "a", "A", "é"]
) | st.text(st.characters(exclude_characters="/\0", exclude_categories=["Cs"]), min_size=1, max_size=8)
above = st.lists(folders, max_size=3) | st.lists(folders, max_size=1).map(lambda names: ["resized", *names])
files = st.tuples(above, stems, st.sampled_from([".jpg", ".JPG", ".png"]), st.integers(0, 2))


def entry_of(parts: tuple[str, ...], content: bytes) -> SourceEntry:
    return SourceEntry(parts, len(content), 0, None, lambda: io.BytesIO(content))


def source_of(found) -> Source:
    unique = {(*above, stem + suffix): b"x" * content for above, stem, suffix, content in found}
    entries = tuple(entry_of(parts, content) for parts, content in unique.items())
    return Source("mine", "folder", "mine", entries)


@given(st.lists(files, max_size=25))
def test_no_picture_is_lost_and_no_two_share_a_place(found):
    source = source_of(found)
    layout = plan_layout(source, ARTISTS)
    assert len(layout.new) + len(layout.doubled) + len(layout.skipped) == len(source.entries)
    placed = {id(painting.files[kind]) for painting, kind in layout.new}
    assert len(placed) == len(layout.new)
    places = [str(place_of(painting, kind, painting.files[kind])).casefold() for painting, kind in layout.new]
    assert len(set(places)) == len(places)
    assert all(name in {entry.name for entry in source.entries} for name, _ in layout.doubled)


@given(st.lists(files.filter(lambda file: file[0][:1] != ["resized"] or len(file[0]) == 1), max_size=15))
def test_a_second_import_of_the_same_files_adds_nothing(found):
    """Resized pictures lie flat here, as Kaggle has them."""
    layout = plan_layout(source_of(found), ARTISTS)
    there = []
    for painting, kind in layout.new:
        entry = painting.files[kind]
        with entry.open() as file:
            there.append(entry_of(place_of(painting, kind, entry).parts, file.read()))
    again = plan_layout(source_of(found), ARTISTS, there)
    assert again.new == []
    assert len(again.already_there) == len(layout.new) + len(layout.doubled)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=300))
def test_safe_stems_are_safe_and_stay_as_they_are(text):
    stem = safe_stem(text)
    assert 0 < len(stem.encode()) <= 151
    assert not stem.startswith((".", " "))
    assert not stem.endswith((".", " "))
    assert not set(stem) & set('<>:"/\\|?*\0\n')
    assert safe_stem(stem) == stem
