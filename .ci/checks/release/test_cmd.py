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


HOME = "C:\\keyturn\\"
OWN, OF_HOME, OF_PATH = HOME + "runtime\\bin\\java.exe", "C:\\jdk\\bin\\java.exe", "C:\\bin\\java.exe"


def started(lines: list[str], javas: dict[str, bool], on_path: str) -> str | None:
    """The Java that the command starts, where these exist and are new enough or not; none if it starts none.

    It takes the lines one by one, as cmd.exe does, and knows no more of its language than they need.
    """
    variables = {"JAVA_HOME": "C:\\jdk"} if OF_HOME in javas else {}
    at, status = 0, 0
    while at < len(lines):
        line = re.sub(r"%(\w+)%", lambda name: variables.get(name[1], ""), lines[at]).replace("%~dp0", HOME).replace("%%~$PATH:J", on_path)
        at += 1
        while condition := re.match(r'if (not )?(exist "(.+?)"|defined (\w+)|errorlevel 1|"%~1"=="\w+") ', line):
            negated, what, file, variable = condition.groups()
            holds = file in javas if file else variable in variables if variable else status > 0 if what == "errorlevel 1" else False
            line = line[condition.end() :] if holds != bool(negated) else "rem"
        line = line.removeprefix("for %%J in (java.exe) do ")
        if assigned := re.fullmatch(r'set "(\w+)=(.*)"', line):
            variables[assigned[1]] = assigned[2]
            variables = {name: value for name, value in variables.items() if value}
        elif jump := re.fullmatch(r"goto (\w+)", line):
            at = lines.index(f":{jump[1]}")
        elif line.startswith("exit /b"):
            return None
        elif program := re.match(r'"(.+?)" ', line):
            if "--version" not in line:
                return program[1]
            status = 0 if javas[program[1]] else 1
    raise AssertionError("it has no end")


@pytest.mark.parametrize(
    ("javas", "expected"),
    [
        ({OWN: True, OF_HOME: True, OF_PATH: True}, OWN),
        ({OF_HOME: True, OF_PATH: True}, OF_HOME),
        ({OF_HOME: False, OF_PATH: True}, OF_PATH),
        ({OF_HOME: True, OF_PATH: False}, OF_HOME),
        ({OF_PATH: True}, OF_PATH),
        ({OF_HOME: False}, None),
        ({OF_HOME: False, OF_PATH: False}, None),
        ({OF_PATH: False}, None),
        ({}, None),
    ],
)
def test_the_first_java_that_is_new_enough_is_started(lines, javas, expected):
    assert started(lines, javas, OF_PATH if OF_PATH in javas else "") == expected


def test_the_status_is_that_of_java(lines):
    started = next(at for at, line in enumerate(lines) if line.endswith("dev.keyturn.cli.Keyturn %*"))
    assert lines[started + 1] == "exit /b %errorlevel%"
