"""What is wrong, in a sentence where one looks; out of the way where nothing is."""

from textual.widgets import Static


class Sentence(Static):
    """Clean text, wrapped. It is laid out anew only when it says something else."""

    DEFAULT_CSS = """
    Sentence { height: auto; max-height: 4; padding: 0 1; color: $text-error; }
    """

    def __init__(self) -> None:
        super().__init__("", markup=False)
        self.styles.display = "none"
        self._said = ""

    def say(self, text: str) -> None:
        """Says this; nothing where it is empty."""
        if text != self._said:
            self._said = text
            self.styles.display = "block" if text else "none"
            self.update(text)
