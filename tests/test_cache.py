"""Answers are shared through a real Redis: what one worker worked out, another does not work out again."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator

import pytest
import redis
from flask import Flask

from app import services_of
from dashboard.access import LOCAL
from dashboard.selection import Selection
from dashboard.services.memo import Memo
from dashboard.settings import Settings
from tests.services.conftest import hand_settings

__all__ = ["hand_settings"]


@pytest.fixture(scope="module")
def redis_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    binary = shutil.which("redis-server")
    assert binary, "make setup installs redis-server"
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    folder = tmp_path_factory.mktemp("redis")
    command = [binary, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        for _ in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        process.terminate()
        process.wait(10)


def test_a_second_worker_finds_the_answer_of_the_first(hand_settings, redis_url):
    settings = Settings(hand_settings.data_dir, cache_url=redis_url, prepare=False)
    first, second = (services_of(settings, Flask(name)) for name in ("first", "second"))
    asked = Selection(region="63", month="2020-06")
    view = first.trust.quality(LOCAL, asked)
    before = redis.Redis.from_url(redis_url).info("stats")
    assert second.trust.quality(LOCAL, asked) == view
    after = redis.Redis.from_url(redis_url).info("stats")
    assert after["keyspace_misses"] == before["keyspace_misses"]
    assert after["keyspace_hits"] > before["keyspace_hits"]


def test_none_is_an_answer_and_is_kept():
    calls = []
    memo = Memo()
    assert memo.get("nothing", lambda: calls.append(1)) is None
    assert memo.get("nothing", lambda: calls.append(1)) is None
    assert calls == [1]
