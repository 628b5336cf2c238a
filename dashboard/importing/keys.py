"""Which row it is: the key, with what stands for a key column that may be blank (a village without a clinic is its village)."""

from dashboard.importing.cells import name
from dashboard.records import Table


def identity(table: Table) -> list[str]:
    """SQL expressions that together say which row it is: the key, else every column."""
    if not table.key:
        return [name(column) for column in table.columns]
    spared = {key: f"coalesce({name(key)}, '@' || {name(spare)})" for key, spare in table.key_fallback.items()}
    return [spared.get(column, name(column)) for column in table.identity]


def key_text(table: Table) -> str:
    """SQL of the key as one text, its columns with + between; NULL for a table without a key."""
    parts = identity(table)[: len(table.key)]
    return f"concat_ws('+', {', '.join(f'CAST({part} AS VARCHAR)' for part in parts)})" if parts else "NULL"
