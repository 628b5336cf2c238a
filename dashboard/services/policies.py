"""Which policy holds where and when, what it says, how two differ; and the tasks that a policy divides (S23)."""

from __future__ import annotations

from datetime import date

from dashboard import tasks
from dashboard.policy.compare import difference, history, settings
from dashboard.services.base import Context, Unknown
from dashboard.services.list_models import PolicySheet, PolicySpan, TaskRow, TaskSheet
from dashboard.services.rates import rate_value
from dashboard.services.scopes import elsewhere, parts


def sheet(context: Context, region: str, day: date, other: str | None = None, one: str | None = None) -> PolicySheet:
    """The profile in force in `region` on `day` (or the one named `one`), its history, and its difference from `other`."""
    book = context.book
    for asked in (one, other):
        if asked is not None and asked not in book.profiles:
            raise Unknown(f"没有口径方案“{asked}”；可用：{'、'.join(sorted(book.profiles))}")
    profile = book.profile(one) if one else book.in_force(region, day)
    compared = book.profile(other) if other and profile else None
    return PolicySheet(
        region=region,
        day=day,
        profile_id=profile.id if profile else None,
        profile_name=profile.name if profile else "",
        documents=book.clause_of(profile) if profile else "",
        settings=settings(book, profile) if profile else (),
        history=tuple(
            PolicySpan(s.since, s.until, s.profile.id if s.profile else None, s.profile.name if s.profile else "")
            for s in history(book, region)
        ),
        known=tuple((p.id, p.name) for p in sorted(book.profiles.values(), key=lambda p: p.id)),
        other_id=compared.id if compared else None,
        differences=difference(book, profile, compared) if profile and compared else (),
    )


def board(context: Context, month: str, region: str) -> TaskSheet:
    """The tasks of the region's policy with progress, and the value of each indicator that follows them."""
    cube = context.cube(month)
    ref = context.ref(cube, context.position(cube, region))
    profile = context.profile(region, month)
    known = tasks.book(profile.id, context.book.root) if profile else None
    if known is None:
        below = elsewhere(context, month, region, lambda own: tasks.book(own.id, context.book.root) is not None)
        return TaskSheet(ref, month, 0, "", (), "该地区当月适用的口径没有任务分工。", below)
    brought = [tasks.tasks(records, known) for records, _ in parts(context, month, region)]
    found = [task for own in brought if own is not None for task in own]
    rows = tuple(TaskRow(task, tuple(_followed(context, month, region, i) for i in task.indicators)) for task in found)
    why = "" if any(own is not None for own in brought) else f"本月未报送{tasks.TABLE}。"
    return TaskSheet(ref, month, known.count, known.clause, rows, why)


def _followed(context: Context, month: str, region: str, indicator: str):
    info = context.indicator_infos.get(indicator)
    return info, (rate_value(context, month, region, indicator) if info else None), indicator
