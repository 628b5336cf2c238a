"""任务分工 (S23): the tasks of a policy document with lead office, progress, and the indicators that follow them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from dashboard import yaml_files
from dashboard.policy import POLICIES
from dashboard.records import MonthRecords

TABLE = "任务分工"


@dataclass(frozen=True, slots=True)
class Task:
    """One row of 任务分工. `indicators`: ids that follow it, empty where the document gives none to follow."""

    number: int | None
    text: str
    office: str
    progress: str
    liaison: str
    indicators: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TaskBook:
    """What a profile's document says about its tasks: how many, and which words lead to which indicators."""

    count: int
    clause: str
    links: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]

    def indicators(self, text: str) -> tuple[str, ...]:
        """The indicators of every link all of whose words stand in the task's text."""
        found = [name for words, names in self.links if all(word in text for word in words) for name in names]
        return tuple(dict.fromkeys(found))


def book(profile_id: str, root: Path = POLICIES) -> TaskBook | None:
    """The task book of a profile; None when its document divides no tasks."""
    path = root / "tasks" / f"{profile_id}.yaml"
    if not path.exists():
        return None
    entry = yaml_files.read(path)
    links = tuple((tuple(link["words"]), tuple(link["indicators"])) for link in entry["links"])
    return TaskBook(entry["count"], entry["clause"], links)


def tasks(records: MonthRecords, known: TaskBook) -> tuple[Task, ...] | None:
    """The month's tasks by number; None when it did not bring the table (未报送)."""
    if not records.reported(TABLE):
        return None
    found = []
    for row in records.frame(TABLE).astype(object).to_dict("records"):
        said = {key: "" if pd.isna(value) else value for key, value in row.items()}
        number = said["序号"]
        found.append(
            Task(
                number=None if number == "" else int(number),
                text=said["任务"],
                office=said["牵头处室"],
                progress=said["进展"],
                liaison=said["联络员"],
                indicators=known.indicators(said["任务"]),
            )
        )
    return tuple(sorted(found, key=lambda task: (task.number is None, task.number or 0, task.text)))
