"""Every text has English, and the catalogue is sound."""

import re
from pathlib import Path

import polib
import pytest

from layouts.language import client, pieces
from layouts.language.translator import CATALOGUE, Translator
from scripts import messages

ROOT = Path(__file__).resolve().parents[3]
HOLE = re.compile(r"\{\d+\}")


def test_every_text_has_english():
    lacking = messages.missing()
    told = "\n".join(f"  {message}   ({places[0]})" for message, places in list(lacking.items())[:40])
    assert not lacking, (
        f"{len(lacking)} texts without English. Run `python scripts/messages.py --update` and fill in their msgstr in "
        f"locales/en.po:\n{told}"
    )


def test_translations_invent_no_placeholder_and_hold_no_chinese():
    for entry in polib.pofile(str(CATALOGUE)):
        assert set(HOLE.findall(entry.msgstr)) <= set(HOLE.findall(entry.msgid)), entry.msgid
        assert not pieces.is_chinese(entry.msgstr), entry.msgid


def test_the_messages_of_a_source():
    source = (
        '"""说明不算。"""\nsaid = f"还差 {n:,} {unit}。"\nraw = "SELECT 表 FROM x"\nboth = f"<b>{name}</b><br>{layer}：无数据"\n'
    )
    found = [
        message for text in messages._literals(source) if not messages._NOT_TEXT.search(text) for message in pieces.messages(text)
    ]
    assert found == ["还差 {0} {1}", "{0}：无数据"]


def test_texts_of_policies_are_collected_but_not_what_is_only_compared_with():
    found = messages.collect()
    assert "policies/indicators/M-04.yaml" in found["慢病随访率"]
    assert "policies/columns/t06_village_doctors.yaml" in found["村医编号"]
    assert "乡村医生" in found
    assert "国家级" not in found  # a synonym in policies/codes.yaml


@pytest.mark.parametrize("path", sorted((ROOT / "assets").glob("*.js")), ids=lambda path: path.name)
def test_scripts_say_nothing_past_the_translation(path):
    plain = re.sub(r"/\*.*?\*/|(?<!:)//[^\n]*", "", path.read_text("utf-8"), flags=re.DOTALL)
    said = client.script_messages(plain)
    rest = client._SAID.sub("", plain)
    assert not pieces.is_chinese(rest), "write texts as say`…`"
    say = Translator()
    assert not [text for text in said if pieces.is_chinese(say.catalogue_text(text))]


def test_script_texts_are_templates():
    assert client.script_messages("x = say`巡览 ${at + 1}/${stops.length}` + say`已暂停`") == ["巡览 {0}/{1}", "已暂停"]
