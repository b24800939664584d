"""What holds for the whole program."""

import json
import logging
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from unittest.mock import patch

import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.test import Client
from drf_spectacular.generators import SchemaGenerator

from dreamseed import schema
from dreamseed.assets import icon_names, sprite
from dreamseed.catalogs import PLACES, compile_catalog

BASE = Path(__file__).resolve().parent.parent
CATALOGS = sorted(path for place in PLACES for path in BASE.glob(place))
ICONS = {
    "templates": (["templates/**/*.html"], r"""\{%\s*icon\s+["']([\w-]+)["']"""),
    "scripts": (["static/js/**/*.js"], r"""\bicon\(\s*["']([\w-]+)["']"""),
}


@pytest.mark.django_db
def test_every_change_of_a_model_has_its_migration():
    call_command("makemigrations", check=True, dry_run=True)


def test_the_description_of_the_api_is_whole(tmp_path):
    call_command("spectacular", validate=True, fail_on_warn=True, file=str(tmp_path / "schema.yml"))


def test_the_description_is_made_once_however_many_ask_at_once(monkeypatch):
    monkeypatch.setattr(schema, "_made", {})
    make = SchemaGenerator.get_schema

    with (
        patch.object(SchemaGenerator, "get_schema", autospec=True, side_effect=make) as make,
        ThreadPoolExecutor(4) as phones,
    ):
        answers = list(phones.map(lambda _: Client().get("/api/schema?format=json"), range(4)))

    assert make.call_count == 1
    assert {answer.status_code for answer in answers} == {200}


@pytest.mark.parametrize("source", CATALOGS, ids=lambda path: str(path.relative_to(BASE)))
def test_translations_keep_their_placeholders(source, tmp_path):
    assert compile_catalog(source, tmp_path / "out.mo") == []


@pytest.mark.parametrize("where", ICONS)
def test_every_icon_that_is_drawn_is_in_the_sprite(where):
    places, pattern = ICONS[where]
    texts = [path.read_text() for place in places for path in BASE.glob(place)]
    drawn = {name for text in texts for name in re.findall(pattern, text)}

    assert drawn - set(icon_names()) == set()


def test_every_file_that_a_page_names_exists():
    texts = [path.read_text() for path in BASE.glob("templates/**/*.html")]
    named = {name for text in texts for name in re.findall(r"""\{%\s*static\s+["']([^"']+)["']""", text)}

    assert sorted(name for name in named if finders.find(name) is None) == []


def test_an_unknown_icon_is_named(tmp_path):
    with pytest.raises(LookupError, match="does not have: no-such-icon"):
        sprite(["no-such-icon"], tmp_path)


def test_locked_packages_name_no_registry():
    lock = json.loads((BASE / "package-lock.json").read_text())

    assert [name for name, package in lock["packages"].items() if "resolved" in package] == []


@pytest.mark.parametrize("name", ["aioice.ice", "aiortc.rtcpeerconnection"])
def test_the_log_keeps_no_addresses_of_people(name: str) -> None:
    assert not logging.getLogger(name).isEnabledFor(logging.INFO)
