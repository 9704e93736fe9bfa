"""The artists table: what it may look like, what is refused, and that the shipped one is right."""

import csv
import dataclasses
import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.dataset.artists.artist import Artist
from core.dataset.artists.table import COLUMNS, builtin_artists, load_artists, parse_artists, save_artists
from core.environment import ARTISTS_TABLE
from core.errors import AtelierError, InvalidInputError, NotFoundError

HEADER = "id,name,years,genre,nationality,bio,wikipedia,paintings"
MONET = "3,Claude Monet,1840 - 1926,Impressionism,French,Painter.,http://example.org/Monet,73"


def table(*rows: str, header: str = HEADER) -> bytes:
    return "\n".join([header, *rows, ""]).encode()


def one(row: str) -> Artist:
    (artist,) = parse_artists(table(row))
    return artist


def refusal(data: bytes) -> str:
    with pytest.raises(InvalidInputError) as caught:
        parse_artists(data)
    return str(caught.value)


def test_a_row_becomes_an_artist():
    assert one(MONET) == Artist(
        id=3,
        name="Claude Monet",
        born=1840,
        died=1926,
        movements=("Impressionism",),
        nationalities=("French",),
        bio="Painter.",
        wikipedia="http://example.org/Monet",
        listed_paintings=73,
    )


@pytest.mark.parametrize(
    ("years", "expected"),
    [
        ("1853 - 1890", (1853, 1890)),
        ("1853 – 1890", (1853, 1890)),
        ("1853-1890", (1853, 1890)),
        ("1853—1890", (1853, 1890)),
        ("c. 1450 - 1516", (1450, 1516)),
        ("c.1395 – before 1441", (1395, 1441)),
        ("1488/1490 - 1576", (1488, 1576)),
        ("1360s - 1430", (1360, 1430)),
        ("1950 - ", (1950, None)),
        ("born 1950", (1950, None)),
        ("1950", (1950, None)),
        ("- 1430", (None, 1430)),
        ("died 1430", (None, 1430)),
        ("† 1430", (None, 1430)),
        ("unknown", (None, None)),
        ("", (None, None)),
    ],
)
def test_years_are_read_in_every_usual_spelling(years, expected):
    artist = one(f"1,A,{years},,,,,")
    assert (artist.born, artist.died) == expected


def test_several_movements_and_nationalities_are_separated_by_commas():
    artist = one('42,Paul Klee,1879 - 1940,"Expressionism, Abstractionism,Surrealism,","German,Swiss",,,188')
    assert artist.movements == ("Expressionism", "Abstractionism", "Surrealism")
    assert artist.nationalities == ("German", "Swiss")


def test_a_missing_count_is_none_and_not_zero():
    assert one("1,A,,,,,,").listed_paintings is None
    assert one("1,A,,,,,,0").listed_paintings == 0
    assert one("1,A,,,,,,193.0").listed_paintings == 193


def test_columns_come_in_any_order_with_others_between_them():
    columns = [*reversed(COLUMNS), "remarks"]
    cells = {"id": "7", "name": "A", "years": "1800 - 1850", "remarks": "none"}
    data = table(",".join(cells.get(column, "") for column in columns), header=",".join(columns).upper())
    assert parse_artists(data) == [Artist(7, "A", 1800, 1850)]


def test_byte_order_mark_blank_lines_and_windows_line_ends_do_not_matter():
    plain = table(MONET)
    for data in (b"\xef\xbb\xbf" + plain, plain.replace(b"\n", b"\r\n"), plain.replace(b"\n", b"\n\n")):
        assert parse_artists(data) == parse_artists(plain)


def test_artists_are_ordered_by_id_and_names_composed():
    apart = unicodedata.normalize("NFD", "Albrecht Dürer")
    artists = parse_artists(table(f"19, {apart}  ,,,,,,", MONET))
    assert [artist.id for artist in artists] == [3, 19]
    assert artists[1].name == "Albrecht Dürer"


def test_markup_is_kept_as_text_and_only_web_addresses_as_links():
    artist = one("1,<b>A</b>,,,,<script>alert(1)</script>,javascript:alert(1),")
    assert artist.name == "<b>A</b>"
    assert artist.bio == "<script>alert(1)</script>"
    assert artist.wikipedia == ""


@pytest.mark.parametrize(
    ("name", "prefix"),
    [
        ("Albrecht Dürer", "Albrecht_Durer"),
        ("Henri de Toulouse-Lautrec", "Henri_de_Toulouse-Lautrec"),
        ("Jørgen Łukasz Æbelø", "Jorgen_Lukasz_Aebelo"),
        ("Georgia O’Keeffe", "Georgia_O'Keeffe"),
        ("Василий Кандинский", "Василий_Кандинский"),
        ("葛飾 北斎", "葛飾_北斎"),
        ("../../etc/passwd", "etc_passwd"),
        ("C:\\Windows", "C_Windows"),
        ("..", "artist_5"),
        ("???", "artist_5"),
    ],
)
def test_the_prefix_is_a_safe_file_name(name, prefix):
    assert Artist(5, name).prefix == prefix


@given(st.text(max_size=60))
def test_no_name_leads_out_of_its_folder(name):
    prefix = Artist(5, name).prefix
    assert prefix not in {"", ".", ".."}
    assert not set(prefix) & set('/\\:*?"<>|')


@pytest.mark.parametrize(
    ("born", "died", "years", "century"),
    [
        (1853, 1890, "1853–1890", 19),
        (1450, 1516, "1450–1516", 15),
        (1869, 1954, "1869–1954", 20),
        (1881, 1899, "1881–1899", 20),
        (1950, None, "born 1950", 20),
        (None, 1430, "died 1430", 15),
        (None, None, "", None),
    ],
)
def test_years_and_century_in_words(born, died, years, century):
    artist = Artist(1, "A", born, died)
    assert (artist.years, artist.century) == (years, century)


@pytest.mark.parametrize("column", COLUMNS)
def test_a_missing_column_is_named_with_those_expected(column):
    columns = [name for name in COLUMNS if name != column]
    message = refusal(table(",".join("1" for _ in columns), header=",".join(columns)))
    assert f"lacks the column “{column}”" in message
    assert "Expected are id, name, years" in message


def test_semicolons_for_commas_are_recognised():
    message = refusal(table(MONET, header=HEADER.replace(",", ";")))
    assert "separated by semicolons" in message


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252", "utf-16"])
def test_another_encoding_is_refused_with_the_line_and_what_to_do(encoding):
    text = table(MONET, "19,Albrecht Dürer,1471 – 1528,,,,,".replace("–", "-")).decode()
    message = refusal(text.encode(encoding))
    assert "not UTF-8" in message
    assert ("line 3 holds the byte 0xFC" if encoding != "utf-16" else "line 1") in message
    assert "save it as “CSV UTF-8”" in message


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is empty"),
        (b"\n \n", "is empty"),
        (table(), "a header and no artists"),
        (table(MONET, header=HEADER + ",name"), "column “name” more than once"),
        (table(MONET, "4,B,1800"), "Line 3 of “artists.csv” has 3 cells where the header has 8"),
        (table(MONET + ",more"), "Line 2 of “artists.csv” has 9 cells"),
        (table('4,"B,,,,,,'), "not proper CSV"),
        (table("4,B\0,,,,,,"), "Line 2 of “artists.csv” holds a NUL byte"),
        (table("four,B,,,,,,"), "The id “four” in line 2"),
        (table("-4,B,,,,,,"), "The id “-4” in line 2"),
        (table("٤,B,,,,,,"), "is not a whole number"),
        (table("4, ,,,,,,"), "in line 2 of “artists.csv” has no name"),
        (table("4,A\x1b[31m,,,,,,"), "control character"),
        (table(f"4,{'Ж' * 101},,,,,,"), "too long"),
        (table("4,B,,,,,,many"), "paintings “many” in line 2"),
        (table("4,B,1890 - 1853,,,,,"), "end before they begin (1890, 1853)"),
        (table(MONET, "3,B,,,,,,"), "gives the id 3 to “Claude Monet” and to “B”"),
        (table(MONET, "4,CLAUDE  MONÉT,,,,,,"), "one artist twice: “Claude Monet” (id 3) and “CLAUDE MONÉT”"),
        (table(f"4,B,,,,{'x' * 200_000},,"), "not proper CSV"),
        (table(f"4,B,,,,{'x' * (16 << 20)},,"), "larger than 16 MB"),
    ],
)
def test_what_is_wrong_is_said_by_name(data, words):
    message = refusal(data)
    assert words in message
    assert message.endswith(".")


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused_with_a_sentence(tail):
    try:
        parse_artists(table(MONET) + tail)
    except AtelierError as error:
        assert str(error).endswith(".")


def test_a_table_that_is_not_there_or_no_file(tmp_path: Path):
    with pytest.raises(NotFoundError, match="no artists table at"):
        load_artists(tmp_path / "artists.csv")
    with pytest.raises(InvalidInputError, match="is not a file"):
        load_artists(tmp_path)


plain_text = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=20).map(
    lambda text: unicodedata.normalize("NFC", " ".join(text.split()))
)
words = st.lists(plain_text.map(lambda text: text.replace(",", "").strip()).filter(bool), max_size=3, unique=True)


@st.composite
def some_artists(draw: st.DrawFn) -> list[Artist]:
    count = draw(st.integers(1, 4))
    return [
        Artist(
            id=number,
            name=f"Artist {chr(ord('A') + number)}",
            born=draw(st.none() | st.integers(1000, 1500)),
            died=draw(st.none() | st.integers(1500, 2000)),
            movements=tuple(draw(words)),
            nationalities=tuple(draw(words)),
            bio=draw(plain_text) + '\nsecond “line”, with "quotes"',
            wikipedia=draw(st.sampled_from(["", "https://example.org/A,B"])),
            listed_paintings=draw(st.none() | st.integers(0, 10_000)),
        )
        for number in range(count)
    ]


@given(artists=some_artists())
def test_what_is_saved_is_read_back_equal(artists, tmp_path_factory):
    path = tmp_path_factory.mktemp("table") / "artists.csv"
    save_artists(path, artists)
    stripped = [dataclasses.replace(artist, bio=artist.bio.strip()) for artist in artists]
    assert load_artists(path) == stripped


def test_the_shipped_table_is_complete():
    artists = builtin_artists()
    assert [artist.id for artist in artists] == list(range(50))
    assert sum(artist.listed_paintings or 0 for artist in artists) == 8446
    assert all(artist.born and artist.died and artist.wikipedia for artist in artists)
    assert len({artist.prefix for artist in artists}) == 50
    differing = [artist.prefix for artist in artists if artist.prefix != artist.name.replace(" ", "_")]
    assert differing == ["Albrecht_Durer"]


def test_the_shipped_table_is_plain_utf8_without_byte_order_mark():
    data = ARTISTS_TABLE.read_bytes()
    assert data.startswith(b"id,name,years,genre,nationality,bio,wikipedia,paintings\n")
    assert b"\r" not in data


def test_every_biography_is_a_wall_label_of_two_or_three_sentences():
    for artist in builtin_artists():
        assert 200 <= len(artist.bio) <= 420, artist.name
        assert 2 <= len(re.findall(r"[.?!]”?(?: |$)", artist.bio)) <= 4, artist.name


@pytest.mark.real_files
def test_the_shipped_facts_are_those_of_the_kaggle_table(kaggle_sample: Path):
    kaggle = load_artists(kaggle_sample / "artists.csv")
    ours = builtin_artists()
    assert [dataclasses.replace(artist, bio="") for artist in ours] == [
        dataclasses.replace(artist, bio="") for artist in kaggle
    ]


@pytest.mark.real_files
def test_the_shipped_biographies_are_our_own_words(kaggle_sample: Path):
    with (kaggle_sample / "artists.csv").open(encoding="utf-8", newline="") as file:
        theirs = {row["name"]: row["bio"] for row in csv.DictReader(file)}

    def runs(text: str) -> set[tuple[str, ...]]:
        spoken = re.findall(r"\w+", text.lower())
        return {tuple(spoken[start : start + 6]) for start in range(len(spoken) - 5)}

    for artist in builtin_artists():
        assert not runs(artist.bio) & runs(theirs[artist.name]), artist.name
