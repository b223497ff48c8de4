"""Writes docs/keys.md from the commands."""

from pathlib import Path

from coreos_tui.app.commands import PLACES
from coreos_tui.core.command import key_text

HEAD = """# Keys

Made by `make keys`. Any of them can be changed in the configuration by the id in the last column:

```toml
[keys]
"containers.stop" = "ctrl+s"
```

In a terminal tab every key goes to the program inside, but `ctrl+]`, which gives the keys back,
and shift with PgUp, PgDn, Home and End, which look back.
"""


def keys_text() -> str:
    """The whole page."""
    parts = [HEAD]
    for place, commands in PLACES:
        parts.append(f"\n## {place}\n\n| key | does | id |\n|---|---|---|\n")
        parts += [f"| `{key_text(each.keys)}` | {each.help} | `{each.id}` |\n" for each in commands]
    return "".join(parts)


if __name__ == "__main__":
    Path(__file__).with_name("keys.md").write_text(keys_text(), encoding="utf-8")
