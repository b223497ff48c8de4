"""Three themes: dark, light, and one of high contrast."""

from textual.theme import Theme

THEMES = (
    Theme(
        name="coreos",
        primary="#4c8dca",
        secondary="#7fb5a8",
        accent="#e58f57",
        foreground="#d5dbe3",
        background="#10151c",
        surface="#141b24",
        panel="#1c2632",
        success="#7cc27f",
        warning="#e2b65a",
        error="#e0676b",
        dark=True,
    ),
    Theme(
        name="coreos-light",
        primary="#1f6fb2",
        secondary="#2f7f70",
        accent="#b4561a",
        foreground="#1d2733",
        background="#f4f6f8",
        surface="#fbfcfd",
        panel="#e4e9ee",
        success="#2a7a31",
        warning="#8f6400",
        error="#b3292e",
        dark=False,
    ),
    Theme(
        name="coreos-contrast",
        primary="#00b7ff",
        secondary="#00ffd5",
        accent="#ffb000",
        foreground="#ffffff",
        background="#000000",
        surface="#000000",
        panel="#202020",
        success="#00ff5f",
        warning="#ffff00",
        error="#ff6b6b",
        dark=True,
    ),
)
