"""A full disk, told apart from every other fault, in words that say what to do."""

from __future__ import annotations

import errno
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

_ERRNOS = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_SAID = re.compile(
    r"No space left on device|Disk quota exceeded|File too large|max_temp_directory_size|requested and \d+ written"
)
"""What DuckDB (also when it may spill no more) and NumPy say instead of an errno."""


def is_full(error: BaseException) -> bool:
    """Whether an exception, or what led to it, is a disk that takes no more."""
    return any(getattr(one, "errno", None) in _ERRNOS or _SAID.search(str(one)) for one in _led_to(error))


def _led_to(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def words(place: Path) -> str:
    """For the reader, about the disk that holds `place`."""
    there = next(path for path in (place, *place.parents) if path.exists())
    left = shutil.disk_usage(there).free / 1e6
    return (
        f"磁盘已满（{there} 所在磁盘还剩 {left:,.0f} MB），没有改动任何已发布的数据，本次的临时文件已清除。"
        "请腾出空间（旧的上传文件、备份，或换更大的数据目录）后重试。"
    )
