"""The archive's completions in zsh, typed at a terminal."""

from __future__ import annotations

import os
import pty
import select
import shutil
import subprocess
import tarfile
import time

import pytest

pytestmark = [pytest.mark.always, pytest.mark.skipif(not shutil.which("zsh"), reason="zsh is missing; .ci/install installs it")]

PATIENCE = 30.0
START = """\
PROMPT='ready> '
fpath=({} $fpath)
autoload -U compinit
compinit -u -D
keyturn() {{ print -r -- "$*" >{}; }}
"""


@pytest.fixture(params=["unpacked", "linked"])
def completions(request, only, tmp_path):
    """The folder of the archive, and one with a link to its function, as Homebrew makes it."""
    with tarfile.open(only("keyturn-*-linux-*.tar.gz")) as archive:
        archive.extractall(tmp_path, [one for one in archive if "/completions/" in one.name], filter="data")
    (folder,) = tmp_path.glob("keyturn-*/completions")
    if request.param == "unpacked":
        return folder
    linked = tmp_path / "linked"
    linked.mkdir()
    (linked / "_keyturn").symlink_to(folder / "_keyturn")
    return linked


class Terminal:
    """An interactive zsh that reads a folder's .zshrc and no other file of the user."""

    def __init__(self, home, cwd):
        self._ours, theirs = pty.openpty()
        env = {**os.environ, "ZDOTDIR": str(home), "HOME": str(home), "TERM": "dumb"}
        streams = {"stdin": theirs, "stdout": theirs, "stderr": theirs}
        self._shell = subprocess.Popen(["zsh", "-d", "-i"], cwd=cwd, env=env, start_new_session=True, **streams)
        os.close(theirs)
        self._shown = ""

    def wait_for(self, text):
        end = time.monotonic() + PATIENCE
        while text not in self._shown and time.monotonic() < end:
            if select.select([self._ours], [], [], 0.1)[0]:
                try:
                    self._shown += os.read(self._ours, 4096).decode(errors="replace")
                except OSError:  # the shell ended
                    break
        assert text in self._shown, self._shown
        self._shown = ""

    def type(self, keys):
        os.write(self._ours, keys.encode())

    def close(self):
        self._shell.kill()
        self._shell.wait()
        os.close(self._ours)


def test_the_first_tab_completes_and_runs_no_file_of_the_current_directory(completions, tmp_path):
    home, current, called = tmp_path / "home", tmp_path / "current", tmp_path / "called"
    home.mkdir()
    current.mkdir()
    (home / ".zshrc").write_text(START.format(completions, called))
    (current / "keyturn.bash").write_text(f"echo ran >{tmp_path}/hostile\n")
    terminal = Terminal(home, current)
    try:
        terminal.wait_for("ready> ")
        terminal.type("keyturn tag-o\t")
        terminal.wait_for("tag-owners")
        terminal.type("\r")
        terminal.wait_for("ready> ")
    finally:
        terminal.close()
        assert not (tmp_path / "hostile").exists()
    assert called.read_text() == "tag-owners\n"
