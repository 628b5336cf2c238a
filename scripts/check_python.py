"""Says what to install when the interpreter is too old or lacks venv. Runs before anything is installed, on any Python 3."""

import sys

if sys.version_info < (3, 11):  # noqa: UP036
    sys.exit("需要 Python 3.11 或更高版本；当前是 %d.%d。可用 make run PYTHON=python3.11 指定。" % sys.version_info[:2])  # noqa: UP031
try:
    import ensurepip  # noqa: F401
    import venv  # noqa: F401
except ImportError:
    sys.exit("缺少 venv 模块。Debian/Ubuntu 请先执行：apt-get install python3-venv")
