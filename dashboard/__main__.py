"""`python -m dashboard …`: one sub-command per module of `dashboard.commands`."""

from __future__ import annotations

import argparse
import importlib
import sys

COMMANDS = {
    "demo": ("demo", "生成示例省份的月份文件夹，并导入、发布（全部为虚构数据）"),
    "serve": ("serve", "启动网页服务（默认只在本机监听）"),
    "prepare": ("prepare", "预先生成地图文件、压缩脚本和耗时的查询（serve 启动时自动在旁运行）"),
    "import": ("import_month", "导入一个月的数据：读取、修正、校验并发布"),
    "months": ("months", "列出已发布的月份版本；--rollback 恢复较早的版本"),
    "score": ("score", "测算一个月份文件夹的机构评分（不入库）"),
    "rollup": ("rollup", "汇总一个月份文件夹的指标（不入库）"),
    "boundaries": ("boundaries", "导入本单位的行政区划边界，或撤销上一次导入"),
    "report": ("report", "把清单、通报导出为 Excel"),
    "warnings": ("warnings", "列出因病返贫预警户，确认、核准或不予确认一户"),
    "token": ("token", "新增、列出、作废报送系统的令牌"),
    "compare": ("compare", "国家与省级两份数据的差异表（不入库）"),
}
"""Command → module with `add_parser(subparsers)` that sets `run(args) -> int`, and what it does. Only the module of the command
asked for is imported: the others bring libraries that take seconds to load."""


def parser(asked: str | None) -> argparse.ArgumentParser:
    """The command line: the command `asked` in full, of the others their names and what they do."""
    top = argparse.ArgumentParser(prog="python -m dashboard", description="健康扶贫挂图作战：导入、测算、汇总、发布与服务")
    subparsers = top.add_subparsers(dest="command", required=True, metavar="命令")
    for name, (module, about) in COMMANDS.items():
        if name == asked:
            importlib.import_module(f"dashboard.commands.{module}").add_parser(subparsers)
        else:
            subparsers.add_parser(name, help=about)
    return top


def main(argv: list[str] | None = None) -> int:
    """Exit status of the command; 2 for wrong arguments."""
    given = sys.argv[1:] if argv is None else argv
    args = parser(given[0] if given else None).parse_args(given)
    return args.run(args)


if __name__ == "__main__":
    sys.exit(main())
