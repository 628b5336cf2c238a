"""Files that a page uploads, kept in a folder per visit of the page until they are imported."""

from __future__ import annotations

import shutil
import uuid
from pathlib import Path
from typing import IO

FORMATS = (".zip", ".csv", ".xlsx", ".parquet")
LARGEST_BYTES = 2 << 30


class Uploads:
    """Below the jobs' folder, which is tidied after a week."""

    def __init__(self, jobs: Path, formats: tuple[str, ...] = FORMATS) -> None:
        self._jobs, self._formats = jobs, formats

    def keep(self, visit: str, name: str, content: IO[bytes]) -> None:
        """Streams one file in; the last of a name stays. ValueError, in the user's words, for a name that cannot be."""
        plain = name.replace("\\", "/").rpartition("/")[2].strip()
        if not plain or plain.startswith(".") or not plain.lower().endswith(self._formats):
            raise ValueError(f"不能上传“{name}”；可上传 {'、'.join(self._formats)}")
        folder = self._folder(visit)
        folder.mkdir(parents=True, exist_ok=True)
        fresh = folder / f".{uuid.uuid4().hex}"
        with fresh.open("wb") as out:
            shutil.copyfileobj(content, out, 1 << 20)
        fresh.replace(folder / plain)

    def only(self, visit: str, names: list[str]) -> Path:
        """The one .zip, or a folder of the named files: what the sender left in the list. ValueError when one is missing."""
        folder, paths = self._folder(visit), self.each(visit, names)
        archives = [path for path in paths if path.suffix.lower() == ".zip"]
        if archives and len(paths) > 1:
            raise ValueError("请只上传一个 .zip，或若干个表的文件，不要混在一起")
        if archives:
            return archives[0]
        chosen = folder / f"chosen-{uuid.uuid4().hex}"
        chosen.mkdir()
        for path in paths:
            (chosen / path.name).hardlink_to(path)
        return chosen

    def each(self, visit: str, names: list[str]) -> list[Path]:
        """The named files, which lie side by side. ValueError when one is missing."""
        folder = self._folder(visit)
        paths = [folder / name.replace("\\", "/").rpartition("/")[2] for name in dict.fromkeys(names)]
        if missing := [path.name for path in paths if not path.is_file()]:
            raise ValueError(f"没有收到 {'、'.join(missing)}，请重新上传")
        return paths

    def _folder(self, visit: str) -> Path:
        if len(visit) != 32 or not all(letter in "0123456789abcdef" for letter in visit):
            raise ValueError("上传编号有误，请刷新页面")
        return self._jobs / f"upload-{visit}"
