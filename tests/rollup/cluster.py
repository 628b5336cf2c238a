"""A real Spark cluster of this machine: a master and two workers, each a process of its own."""

from __future__ import annotations

import os
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pyspark

SPARK_CLASS = Path(pyspark.__file__).parent / "bin" / "spark-class"
_QUICK = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
"""For a Java process that lives a minute: half the CPU of the usual one, which would compile for hours of work."""

DEFAULTS = {
    "spark.driver.host": "127.0.0.1",
    "spark.driver.memory": "1g",
    "spark.executor.memory": "700m",
    "spark.executor.cores": "1",
    "spark.cores.max": "2",
    # The default of 200 is for data a thousand times larger.
    "spark.sql.shuffle.partitions": "2",
    # Compiling code for every stage costs more than a few rows are worth.
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.driver.extraJavaOptions": _QUICK,
    "spark.executor.extraJavaOptions": _QUICK,
}
WORKERS = 2
PATIENCE_SECONDS = 120


@contextmanager
def running(root: Path, other: Mapping[str, str] | None = None) -> Iterator[str]:
    """The address `spark://…` of a master with two registered workers, DEFAULTS but for `other`; all stopped at the end."""
    port, web = _free_port(), _free_port()
    address = f"spark://127.0.0.1:{port}"
    (root / "spark-defaults.conf").write_text(
        "".join(f"{k} {v}\n" for k, v in {**DEFAULTS, **(other or {})}.items()), encoding="utf-8"
    )
    environment = {
        **os.environ,
        "SPARK_CONF_DIR": str(root),
        "SPARK_LOCAL_IP": "127.0.0.1",
        "SPARK_DAEMON_JAVA_OPTS": _QUICK,
        "SPARK_WORKER_DIR": str(root / "work"),
    }
    package = "org.apache.spark.deploy"
    commands = [[f"{package}.master.Master", "--host", "127.0.0.1", "--port", str(port), "--webui-port", str(web)]]
    worker = [f"{package}.worker.Worker", "--host", "127.0.0.1", "--cores", "1", "--memory", "1g", "--webui-port", "0", address]
    commands += [worker] * WORKERS
    with (root / "cluster.log").open("wb") as log:
        started = [
            subprocess.Popen([str(SPARK_CLASS), *command], env=environment, stdout=log, stderr=log) for command in commands
        ]
        try:
            _wait_for_workers(f"http://127.0.0.1:{web}/json/", root / "cluster.log")
            yield address
        finally:
            for process in started:
                process.terminate()
            for process in started:
                process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_for_workers(status: str, log: Path) -> None:
    for _ in range(PATIENCE_SECONDS):
        try:
            with urllib.request.urlopen(status, timeout=5) as answer:
                if answer.read().decode().count('"ALIVE"') >= WORKERS + 1:  # the master is ALIVE as well
                    return
        except OSError:
            pass
        time.sleep(1)
    raise TimeoutError(f"the cluster did not come up: {log.read_text(errors='replace')[-2000:]}")
