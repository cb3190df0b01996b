"""keyturn.cmd, read as cmd.exe reads it. release.yml runs it on Windows."""

from __future__ import annotations

import re
import zipfile

import pytest

pytestmark = pytest.mark.always

COMMANDS = ("@echo", "rem", "setlocal", "set", "if", "for", "goto", "echo", "exit")
OF_WINDOWS = {"JAVA_HOME", "errorlevel"}


@pytest.fixture(scope="module")
def text(only):
    with zipfile.ZipFile(only("keyturn-*-any.zip")) as archive:
        (name,) = [name for name in archive.namelist() if name.endswith("/keyturn.cmd")]
        return archive.read(name).decode("ascii")


@pytest.fixture(scope="module")
def lines(text):
    return [line for line in text.split("\r\n") if line]


def test_every_line_ends_as_cmd_needs_it(text):
    assert text.endswith("\r\n") and text.count("\n") == text.count("\r\n")


def test_every_line_begins_with_a_command_a_label_or_a_quoted_program(lines):
    for line in lines:
        assert line.startswith((":", '"%')) or line.split()[0].lower() in COMMANDS, line


def test_quotes_and_brackets_are_closed(lines):
    for line in lines:
        assert line.count('"') % 2 == 0, line
        outside = re.sub(r'"[^"]*"', "", line)
        assert outside.count("(") == outside.count(")"), line


def test_every_jump_has_its_label_and_every_label_its_jump(lines):
    labels = [line[1:] for line in lines if line.startswith(":")]
    jumps = {jump for line in lines if not line.startswith("rem ") for jump in re.findall(r"\bgoto (\w+)", line)}
    assert len(labels) == len(set(labels)) and set(labels) == jumps


def test_every_variable_is_set_or_of_windows(lines):
    used = {name for line in lines for name in re.findall(r"(?<!%)%([A-Za-z_]\w*)%", line)}
    given = {name for line in lines for name in re.findall(r'\bset "(\w+)=', line)}
    assert used - given <= OF_WINDOWS
    assert all(name.startswith("keyturn_") for name in given), "the command inherits what is set, such as HOME"


def test_a_path_with_spaces_is_quoted(lines):
    for line in lines:
        outside = re.sub(r'"[^"]*"', "", line)
        assert not re.search(r"%(keyturn_home|keyturn_java|JAVA_HOME)%|%~dp0", outside), line


def test_the_status_is_that_of_java(lines):
    started = next(at for at, line in enumerate(lines) if line.endswith("dev.keyturn.cli.Keyturn %*"))
    assert lines[started + 1] == "exit /b %errorlevel%"
