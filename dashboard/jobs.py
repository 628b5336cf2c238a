"""Long steps that a page starts and looks at again: one thread each, its state in a file that every worker can read."""

from __future__ import annotations

import json
import logging
import os
import shutil
import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from dashboard import storage

log = logging.getLogger(__name__)

RUNNING, DONE, FAILED = "running", "done", "failed"
_STATE = "state.json"
_KEPT_SECONDS = 7 * 86_400

Work = Callable[[Path, Callable[[str], None]], dict[str, Any]]
"""What a job does: given its folder and where to say what it is doing; its result must be JSON."""


@dataclass(frozen=True, slots=True)
class Job:
    """`about` says what it was asked to do, `step` what it is doing, `result` what came out; `problem` is for the reader."""

    id: str
    kind: str
    by: str
    about: dict[str, str]
    status: str = RUNNING
    step: str = ""
    problem: str = ""
    result: dict[str, Any] = field(default_factory=dict)
    pid: int = 0


class Told(Exception):
    """A failure whose words are meant for the reader."""


class Jobs:
    """Jobs below `root`, each in a folder of its own; folders are removed a week after they were last touched."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def start(self, kind: str, by: str, about: dict[str, str], work: Work) -> str:
        """Begins the work in a thread; the id to look at it by."""
        self._tidy()
        job = Job(uuid.uuid4().hex, kind, by, about, pid=os.getpid())
        self.folder(job.id).mkdir(parents=True)
        self._write(job)
        threading.Thread(target=self._run, args=(job, work), name=f"job-{kind}", daemon=True).start()
        return job.id

    def folder(self, job_id: str) -> Path:
        """Its folder; KeyError for what can be no id."""
        if len(job_id) != 32 or not all(letter in "0123456789abcdef" for letter in job_id):
            raise KeyError(job_id)
        return self.root / job_id

    def find(self, job_id: str) -> Job:
        """Its state now; KeyError when there is none. A job whose process is gone has failed."""
        path = self.folder(job_id) / _STATE
        if not path.exists():
            raise KeyError(job_id)
        job = Job(**json.loads(path.read_text("utf-8")))
        if job.status == RUNNING and not _alive(job.pid):
            return Job(**{**asdict(job), "status": FAILED, "problem": "服务在处理途中重启，请重新操作。"})
        return job

    def _run(self, job: Job, work: Work) -> None:
        def say(step: str) -> None:
            self._write(Job(**{**asdict(job), "step": step}))

        try:
            result = work(self.folder(job.id), say)
            self._write(Job(**{**asdict(job), "status": DONE, "result": result}))
        except Told as told:
            self._write(Job(**{**asdict(job), "status": FAILED, "problem": str(told)}))
        except Exception as error:
            log.exception("job %s (%s) failed: %s", job.id, job.kind, job.about)
            problem = "系统出错，已记入日志，没有改动任何已发布的数据。请重试；如仍出现，请告知运维人员。"
            self._empty(job.id)  # of no use any more, and on a full disk the room that the next line needs
            if storage.is_full(error):
                problem = storage.words(self.root)
            self._write(Job(**{**asdict(job), "status": FAILED, "problem": problem}))

    def _write(self, job: Job) -> None:
        path = self.folder(job.id) / _STATE
        fresh = path.with_suffix(".new")
        fresh.write_text(json.dumps(asdict(job), ensure_ascii=False), encoding="utf-8")
        fresh.replace(path)

    def _empty(self, job_id: str) -> None:
        for path in self.folder(job_id).iterdir():
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)

    def _tidy(self) -> None:
        limit = time.time() - _KEPT_SECONDS
        for folder in self.root.glob("*"):
            if folder.is_dir() and folder.stat().st_mtime < limit:
                shutil.rmtree(folder, ignore_errors=True)


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
