"""A shell that only plays one: a few commands, a prompt, and the keys of a line editor.

No input or output of its own: bytes of the keyboard go in, bytes for the screen come out.
"""

import re
import shlex

from coreos_tui.demo.editor import NAMES, Editor
from coreos_tui.demo.place import COMMANDS, Place

BANNER = "demo shell: a simulation, nothing here is real"
SHELLS = ("sh", "bash", "ash", "/bin/sh", "/bin/bash", "/bin/ash")
_SEPARATORS = (";", "&&", "||", "|", "&")


class Shell:
    """One shell on a terminal of `columns` by `rows`; `ended` is its exit code once it is over."""

    def __init__(self, place: Place, columns: int = 0, rows: int = 0, pid: int = 4242) -> None:
        self.place, self.pid = place, pid
        self.killed: set[int] = set()
        self.columns, self.rows = columns, rows
        self.ended: int | None = None
        self.interactive = False
        self.code = 0
        self._line = ""
        self._escape = ""
        self._editor: Editor | None = None

    @property
    def prompt(self) -> str:
        sign = "#" if self.place.user == "root" else "$"
        return f"{self.place.user}@{self.place.hostname}:/{sign} "

    def begin(self, command: list[str], shown: bool = True) -> bytes:
        """Runs a command line as the program on this terminal; what the screen shows first.

        Without a shell that waits for keys in it, it has ended afterwards. `shown` is false
        where there is no terminal: then a shell says nothing and reads `lines`.
        """
        out = self._run_words(command).replace("\n", "\r\n")
        if self._editor is not None:
            return self._editor.begin().encode()
        if self.interactive:
            greeting = f"{BANNER}\r\n{self.prompt}" if shown else ""
            return f"{out}{greeting}".encode()
        if self.ended is None:
            self.ended = self.code
        return out.encode()

    def resize(self, columns: int, rows: int) -> None:
        self.columns, self.rows = columns, rows

    def keys(self, data: bytes) -> bytes:
        """What the screen shows after these keys."""
        return "".join(self._key(key) for key in data.decode("utf-8", "replace")).encode()

    def lines(self, data: bytes) -> bytes:
        """The output of lines that come without a terminal; ^D in them is the end."""
        self._line += data.decode("utf-8", "replace")
        out = ""
        while self.ended is None and "\n" in self._line:
            line, _, self._line = self._line.partition("\n")
            out += self.run(line)
        if self.ended is None and "\x04" in self._line:
            self.ended = self.code
        return out.encode()

    def _key(self, key: str) -> str:
        if self.ended is not None:
            return ""
        if self._escape or (key == "\x1b" and self._editor is None):
            return self._skip(key)
        if self._editor is not None:
            return self._edit(self._editor, key)
        if key in "\r\n":
            return self._enter()
        if key in "\x7f\b":
            had, self._line = self._line, self._line[:-1]
            return "\b \b" if had else ""
        if key in "\x03\x04\x15":
            return self._control(key)
        if key < " ":
            return ""
        self._line += key
        return key

    def _edit(self, editor: Editor, key: str) -> str:
        shown = editor.key(key)
        if not editor.over:
            return shown
        self._editor = None
        if self.interactive:
            return f"{shown}{self.prompt}"
        self.ended = 0
        return shown

    def _control(self, key: str) -> str:
        had, line = len(self._line), self._line
        if key == "\x04":
            if not line:
                self.ended = self.code
            return "" if line else "exit\r\n"
        self._line = ""
        if key == "\x15":
            return "\b \b" * had
        self.code = 130
        return f"^C\r\n{self.prompt}"

    def _skip(self, key: str) -> str:
        """Arrows and other sequences do nothing here."""
        self._escape += key
        short = len(self._escape) == 2 and key not in "[O"
        if short or (len(self._escape) > 2 and (key.isalpha() or key == "~")):
            self._escape = ""
        return ""

    def _enter(self) -> str:
        line, self._line = self._line.strip(), ""
        shown = self.run(line).replace("\n", "\r\n")
        if self._editor is not None:
            return f"\r\n{self._editor.begin()}"
        return f"\r\n{shown}" if self.ended is not None else f"\r\n{shown}{self.prompt}"

    def run(self, script: str) -> str:
        """The output of a line of commands; `code` and `ended` say how it went."""
        if re.search(r"(^|[;\s])(if|case|for|while)\s", script):
            # A script that looks for the best shell: this is what it would come to.
            shells = re.findall(r"exec\s+(\S+)", script)
            return self._run_words([shells[-1].strip(";'\"")] if shells else [])
        try:
            lexer = shlex.shlex(script, posix=True, punctuation_chars=";&|")
            lexer.whitespace_split, lexer.commenters = True, ""
            words = list(lexer)
        except ValueError:
            self.code = 2
            return "sh: syntax error: unterminated quoted string\n"
        return self._run_list(words)

    def _run_list(self, words: list[str]) -> str:
        out, command, piped, skip = "", list[str](), None, False
        for word in [*words, ";"]:
            if word not in _SEPARATORS:
                command.append(word)
                continue
            shown = "" if skip or not command else self._run_words(command, piped)
            piped = shown if word == "|" else None
            out += "" if word == "|" else shown
            skip = (word == "&&" and self.code != 0) or (word == "||" and self.code == 0)
            command = []
            if self.ended is not None or (self.interactive and "exec" in words):
                break
        return out

    def _run_words(self, words: list[str], piped: str | None = None) -> str:
        quiet = any(re.match(r"1?>/dev/null", word) for word in words)
        words = [word for word in map(self._expanded, words) if not re.match(r"\d?[<>]", word)]
        if words[:1] == ["exec"]:
            words = words[1:]
        name, rest = (words[0], words[1:]) if words else ("true", [])
        if name in SHELLS:
            return self._nested(rest)
        if name == "exit":
            self.ended = int(rest[0]) if rest and rest[0].isdigit() else self.code
            return ""
        if name == "kill":
            self.killed |= {int(word) for word in rest if word.isdigit()}
        if name in NAMES and self.columns:
            path = next((word for word in rest if word[:1] not in "-+"), "")
            content = self.place.content(path) if path else None
            self._editor = Editor(path or "[No Name]", content, self.columns, self.rows)
            self.code = 0
            return ""
        if name == "stty":
            self.code = 0
            return f"{self.rows} {self.columns}\n"
        if name == "command" and rest[:1] == ["-v"]:
            found = [word for word in rest[1:] if word in (*SHELLS, *NAMES, *COMMANDS)]
            self.code = 0 if found else 127
            return "" if quiet else "".join(f"/bin/{word}\n" for word in found)
        if name.rpartition("/")[2] in COMMANDS:
            out, self.code = COMMANDS[name.rpartition("/")[2]](self.place, rest, piped)
            return out
        self.code = 127
        return f"sh: {name}: not found\n"

    def _nested(self, rest: list[str]) -> str:
        if "-c" in rest[:-1]:
            return self.run(rest[rest.index("-c") + 1])
        self.interactive = True
        return ""

    def _expanded(self, word: str) -> str:
        if word in ("$HOME", "$?"):
            return "/root" if word == "$HOME" else str(self.code)
        return word.replace("$$", str(self.pid))
