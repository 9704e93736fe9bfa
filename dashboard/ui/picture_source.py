"""Where a page takes its one picture from: a painting of the data set, an upload, or the camera."""

import random
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlencode

import streamlit as st

from core.dataset.images.uploads import MAX_UPLOAD_BYTES, Upload, read_upload
from core.errors import AtelierError
from core.language import N_, _
from dashboard.queries import datasets as dataset_queries
from dashboard.state.session import Field

NO_CAMERA = N_(
    "Nothing to be seen? There is no camera, or the browser does not allow it: it does so only at an address that "
    "begins with https, and on this machine itself. A photo can be uploaded instead."
)
FILE_PROMISE = N_("Only this tab sees it, and it is gone with the tab.")


@dataclass(frozen=True)
class PictureSource:
    """The picture of one page: the painting is in the address, an upload lives in the browser tab alone.

    Attributes:
        page: file name of the page, the beginning of every key.
    """

    page: str

    @property
    def painting_key(self) -> str:
        """The painting's name in the address."""
        return f"{self.page}.painting"

    @property
    def upload(self) -> Upload | None:
        """The uploaded picture, if any."""
        return self._upload.get()

    @property
    def refused(self) -> str:
        """Why the last file was not taken, in a sentence; "" where it was."""
        return self._refused.get()

    @property
    def _upload(self) -> Field[Upload | None]:
        return Field(f"{self.page}.upload.picture", None)

    @property
    def _refused(self) -> Field[str]:
        return Field(f"{self.page}.upload.refused", "")

    def address(self, name: str, painting_id: str) -> str:
        """Where the page shows a painting of a data set, from any other page."""
        return f"{self.page}?{urlencode({'dataset': name, self.painting_key: painting_id})}"

    def choose_painting(self, name: str, usable: list[str], painting_id: str | None) -> None:
        """Two boxes: the artist and one of the paintings.

        Args:
            name: of the data set.
            usable: ids to choose from, at least one.
            painting_id: the one that is chosen now; None for none.
        """
        known = dataset_queries.paintings(name)  # one look for thousands of pictures
        by_artist: dict[str, list[str]] = {}
        for one in usable:
            if one in known:
                by_artist.setdefault(known[one].artist, []).append(one)
        artists = sorted(by_artist, key=lambda artist: _artist_in_words(artist).casefold())
        current = known[painting_id].artist if painting_id and painting_id in known else None
        artist_key, painting_key = f"{self.page}.artist.choice", f"{self.painting_key}.choice"
        st.session_state[artist_key] = (
            current if current in by_artist else (next(iter(artists), None) if painting_id else None)
        )
        artist = st.selectbox(
            _("Artist"),
            artists,
            index=None,
            format_func=_artist_in_words,
            key=artist_key,
            on_change=self._take_artist,
            args=(by_artist,),
        )
        if artist is None:
            return
        paintings = by_artist[artist]
        st.session_state[painting_key] = painting_id if painting_id in paintings else paintings[0]
        st.selectbox(
            _("Painting"),
            paintings,
            format_func=lambda one: known[one].title if one in known else one,
            key=painting_key,
            on_change=self._take_chosen,
        )

    def choose_file(self, source: Literal["file", "camera"]) -> None:
        """A place for a file, or the camera's picture; what is brought is decoded at once and checked by that."""
        key = f"{self.page}.upload.{source}"
        if source == "camera":
            st.camera_input(_("Take a picture"), key=key, on_change=self._take_file, args=(key,))
            st.caption(f":material/info: {_(NO_CAMERA)}")
        else:
            most = MAX_UPLOAD_BYTES // 1_000_000
            st.file_uploader(
                _("Upload a picture"), key=key, max_upload_size=most, on_change=self._take_file, args=(key,)
            )
        st.caption(_(FILE_PROMISE))

    def take(self, painting_id: str) -> None:
        """Choose a painting; for callbacks."""
        self.forget_upload()
        st.query_params[self.painting_key] = painting_id

    def take_random(self, usable: list[str], current: str | None) -> None:
        """Choose another painting by chance; for callbacks."""
        self.take(random.choice([one for one in usable if one != current]))

    def forget_upload(self) -> None:
        """Back to the paintings; for callbacks."""
        self._upload.clear()
        self._refused.clear()

    def _take_file(self, key: str) -> None:
        file = st.session_state[key]
        self._refused.clear()
        if file is None:
            return
        try:
            self._upload.set(read_upload(file.getvalue(), file.name))
        except AtelierError as error:
            self._refused.set(str(error))

    def _take_artist(self, by_artist: dict[str, list[str]]) -> None:
        chosen = st.session_state[f"{self.page}.artist.choice"]
        if chosen is not None:
            self.take(by_artist[chosen][0])

    def _take_chosen(self) -> None:
        self.take(st.session_state[f"{self.painting_key}.choice"])


def _artist_in_words(artist: str) -> str:
    return artist or _("Without an artist")


def usable_paintings(name: str) -> list[str]:
    """Ids of the paintings that can be read and were not left out, in catalog order."""
    rows = dataset_queries.catalog(name)
    return [str(one) for one in rows.loc[(rows["status"] != "unreadable") & ~rows["excluded"], "painting_id"]]
