"""Films of the terminal: made, scripted, played back and turned into pictures."""
