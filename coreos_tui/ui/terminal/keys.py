"""Textual's names of keys and mouse events in the emulator's terms."""

from textual import events
from textual.keys import key_to_character

from coreos_tui.ui.terminal.emulator import KeyPress, MouseAction, MouseButton, MouseInput

_EDITING = {"up", "down", "left", "right", "pageup", "pagedown", "home", "end", "insert", "delete"}
_OTHERS = {"enter", "tab", "escape", "backspace", "print_screen", "pause", "menu"}
_WITHOUT_TEXT = _EDITING | _OTHERS | {f"f{number}" for number in range(1, 26)}

_KEYPAD = {
    "decimal": ".",
    "divide": "/",
    "multiply": "*",
    "subtract": "-",
    "add": "+",
    "equal": "=",
    "separator": ",",
}

_NAMED_CHARACTERS = {"@": " ", "at": " ", "underscore": "_", "backslash": "\\", "space": " "}
"""Names key_to_character does not know, and ctrl+@, which is how ctrl+space arrives."""

_BUTTONS = {1: MouseButton.LEFT, 2: MouseButton.MIDDLE, 3: MouseButton.RIGHT}

_WHEEL: dict[type[events.MouseEvent], MouseButton] = {
    events.MouseScrollUp: MouseButton.WHEEL_UP,
    events.MouseScrollDown: MouseButton.WHEEL_DOWN,
    events.MouseScrollLeft: MouseButton.WHEEL_LEFT,
    events.MouseScrollRight: MouseButton.WHEEL_RIGHT,
}

_ACTIONS: dict[type[events.MouseEvent], MouseAction] = {
    events.MouseUp: MouseAction.RELEASE,
    events.MouseMove: MouseAction.MOTION,
}


def key_press(key: str, character: str | None) -> KeyPress | None:
    """The key press Textual calls `key`; None for keys that type nothing, such as a lone shift."""
    *held, name = key.split("+")
    modifiers = frozenset(held)
    shift, ctrl = "shift" in modifiers, "ctrl" in modifiers
    alt, super_ = bool(modifiers & {"alt", "meta"}), "super" in modifiers
    if name in _WITHOUT_TEXT:
        return KeyPress(name, "", shift, ctrl, alt, super_)
    text = _KEYPAD.get(name, "")
    if not text and not (ctrl or alt or super_) and character and character.isprintable():
        text = character
    text = text or _NAMED_CHARACTERS.get(name) or key_to_character(name) or ""
    if not text:
        return None
    lower = text.lower()
    if len(lower) == 1 and lower != text:
        shift = True
    elif shift and lower.isalpha():
        text = text.upper()
    return KeyPress(lower, text, shift, ctrl, alt, super_)


def mouse_input(event: events.MouseEvent, x: int, y: int) -> MouseInput:
    """A mouse event of Textual's at a cell of the view."""
    wheel = _WHEEL.get(type(event))
    return MouseInput(
        action=_ACTIONS.get(type(event), MouseAction.PRESS),
        button=wheel or _BUTTONS.get(event.button, MouseButton.NONE),
        x=x,
        y=y,
        shift=event.shift,
        ctrl=event.ctrl,
        alt=event.meta,
        pressed=event.button > 0 and not isinstance(event, events.MouseUp),
    )
