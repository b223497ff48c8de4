"""Keys, mouse, focus and pasted text as bytes, by libghostty-vt's encoders."""

from coreos_tui.ui.terminal.emulator import KeyPress, MouseAction, MouseButton, MouseInput
from coreos_tui.ui.terminal.ghostty_library import CData, library

_SHIFT, _CTRL, _ALT, _SUPER = 1, 2, 4, 8
_ROOM = 256

_NAMED = {
    "up": "ARROW_UP",
    "down": "ARROW_DOWN",
    "left": "ARROW_LEFT",
    "right": "ARROW_RIGHT",
    "pageup": "PAGE_UP",
    "pagedown": "PAGE_DOWN",
    "home": "HOME",
    "end": "END",
    "insert": "INSERT",
    "delete": "DELETE",
    "enter": "ENTER",
    "tab": "TAB",
    "escape": "ESCAPE",
    "backspace": "BACKSPACE",
    "print_screen": "PRINT_SCREEN",
    "pause": "PAUSE",
    "menu": "CONTEXT_MENU",
} | {f"f{number}": f"F{number}" for number in range(1, 26)}

_CHARACTERS = {
    " ": "SPACE",
    "`": "BACKQUOTE",
    "\\": "BACKSLASH",
    "[": "BRACKET_LEFT",
    "]": "BRACKET_RIGHT",
    ",": "COMMA",
    "=": "EQUAL",
    "-": "MINUS",
    ".": "PERIOD",
    "'": "QUOTE",
    ";": "SEMICOLON",
    "/": "SLASH",
} | {digit: f"DIGIT_{digit}" for digit in "0123456789"}

_BUTTONS = {
    MouseButton.LEFT: "LEFT",
    MouseButton.MIDDLE: "MIDDLE",
    MouseButton.RIGHT: "RIGHT",
    MouseButton.WHEEL_UP: "FOUR",
    MouseButton.WHEEL_DOWN: "FIVE",
    MouseButton.WHEEL_LEFT: "SIX",
    MouseButton.WHEEL_RIGHT: "SEVEN",
}


def _modifiers(event: KeyPress | MouseInput) -> int:
    bits = event.shift * _SHIFT | event.ctrl * _CTRL | event.alt * _ALT
    return bits | _SUPER if isinstance(event, KeyPress) and event.super_ else bits


class Encoders:
    """The encoders of one terminal; each call reads the terminal's modes afresh."""

    def __init__(self, terminal: CData) -> None:
        self._c = library()
        ffi, lib = self._c.ffi, self._c.lib
        self._terminal = terminal
        self._keys = ffi.new("GhosttyKeyEncoder*")
        self._key = ffi.new("GhosttyKeyEvent*")
        self._mice = ffi.new("GhosttyMouseEncoder*")
        self._mouse = ffi.new("GhosttyMouseEvent*")
        self._c.check(lib.ghostty_key_encoder_new(ffi.NULL, self._keys), "a key encoder")
        self._c.check(lib.ghostty_key_event_new(ffi.NULL, self._key), "a key event")
        self._c.check(lib.ghostty_mouse_encoder_new(ffi.NULL, self._mice), "a mouse encoder")
        self._c.check(lib.ghostty_mouse_event_new(ffi.NULL, self._mouse), "a mouse event")
        self._option_is_alt = ffi.new("int*", lib.GHOSTTY_OPTION_AS_ALT_TRUE)
        self._yes = ffi.new("bool*", True)
        self._no = ffi.new("bool*", False)
        self._pixels = self._c.sized("GhosttyMouseEncoderSize")
        self._out = ffi.new("char[]", _ROOM)
        self._written = ffi.new("size_t*")

    def free(self) -> None:
        """Gives the C side back."""
        lib = self._c.lib
        lib.ghostty_key_event_free(self._key[0])
        lib.ghostty_key_encoder_free(self._keys[0])
        lib.ghostty_mouse_event_free(self._mouse[0])
        lib.ghostty_mouse_encoder_free(self._mice[0])

    def key(self, press: KeyPress) -> bytes:
        """A key press in the modes of now: cursor-key mode, modifyOtherKeys, kitty's protocol."""
        lib, event, encoder = self._c.lib, self._key[0], self._keys[0]
        text = press.text.encode("utf-8", "replace")
        lib.ghostty_key_event_set_action(event, lib.GHOSTTY_KEY_ACTION_PRESS)
        lib.ghostty_key_event_set_key(event, self._key_code(press.name))
        lib.ghostty_key_event_set_mods(event, _modifiers(press))
        lib.ghostty_key_event_set_consumed_mods(event, _SHIFT if press.shift and text else 0)
        lib.ghostty_key_event_set_utf8(event, text, len(text))
        codepoint = ord(press.name) if len(press.name) == 1 else 0
        lib.ghostty_key_event_set_unshifted_codepoint(event, codepoint)
        lib.ghostty_key_encoder_setopt_from_terminal(encoder, self._terminal)
        option = lib.GHOSTTY_KEY_ENCODER_OPT_MACOS_OPTION_AS_ALT
        lib.ghostty_key_encoder_setopt(encoder, option, self._option_is_alt)
        failed = lib.ghostty_key_encoder_encode(encoder, event, self._out, _ROOM, self._written)
        return b"" if failed else self._result()

    def mouse(self, event: MouseInput, cols: int, rows: int) -> bytes:
        """A mouse event in the tracking mode and format of now."""
        lib, encoder, c_event = self._c.lib, self._mice[0], self._mouse[0]
        action = {
            MouseAction.PRESS: lib.GHOSTTY_MOUSE_ACTION_PRESS,
            MouseAction.RELEASE: lib.GHOSTTY_MOUSE_ACTION_RELEASE,
            MouseAction.MOTION: lib.GHOSTTY_MOUSE_ACTION_MOTION,
        }[event.action]
        lib.ghostty_mouse_event_set_action(c_event, action)
        if name := _BUTTONS.get(event.button):
            button = getattr(lib, f"GHOSTTY_MOUSE_BUTTON_{name}")
            lib.ghostty_mouse_event_set_button(c_event, button)
        else:
            lib.ghostty_mouse_event_clear_button(c_event)
        lib.ghostty_mouse_event_set_mods(c_event, _modifiers(event))
        lib.ghostty_mouse_event_set_position(c_event, (event.x + 0.5, event.y + 0.5))
        self._prepare_mouse(encoder, event.pressed, cols, rows)
        failed = lib.ghostty_mouse_encoder_encode(encoder, c_event, self._out, _ROOM, self._written)
        return b"" if failed else self._result()

    def paste(self, text: str, bracketed: bool) -> bytes:
        """Pasted text with control characters, and so the end of bracketing, made harmless."""
        ffi, lib = self._c.ffi, self._c.lib
        raw = bytearray(text.encode("utf-8", "replace"))
        if not raw:
            return b""
        source = ffi.from_buffer("char[]", raw, require_writable=True)
        room = len(raw) + 64
        out = ffi.new("char[]", room)
        failed = lib.ghostty_paste_encode(source, len(raw), bracketed, out, room, self._written)
        return b"" if failed else bytes(ffi.buffer(out, self._written[0])[:])

    def focus(self, focused: bool) -> bytes:
        """The report of a gained or lost focus."""
        lib = self._c.lib
        event = lib.GHOSTTY_FOCUS_GAINED if focused else lib.GHOSTTY_FOCUS_LOST
        failed = lib.ghostty_focus_encode(event, self._out, _ROOM, self._written)
        return b"" if failed else self._result()

    def _prepare_mouse(self, encoder: CData, pressed: bool, cols: int, rows: int) -> None:
        lib, pixels = self._c.lib, self._pixels
        # A pixel is a cell here: positions come in cells, and go out so.
        pixels.screen_width, pixels.screen_height = cols, rows
        pixels.cell_width = pixels.cell_height = 1
        lib.ghostty_mouse_encoder_setopt_from_terminal(encoder, self._terminal)
        lib.ghostty_mouse_encoder_setopt(encoder, lib.GHOSTTY_MOUSE_ENCODER_OPT_SIZE, pixels)
        down = self._yes if pressed else self._no
        lib.ghostty_mouse_encoder_setopt(
            encoder, lib.GHOSTTY_MOUSE_ENCODER_OPT_ANY_BUTTON_PRESSED, down
        )

    def _key_code(self, name: str) -> int:
        known = _NAMED.get(name) or _CHARACTERS.get(name)
        if known is None and len(name) == 1 and "a" <= name <= "z":
            known = name.upper()
        return int(getattr(self._c.lib, f"GHOSTTY_KEY_{known or 'UNIDENTIFIED'}"))

    def _result(self) -> bytes:
        return bytes(self._c.ffi.buffer(self._out, self._written[0])[:])
