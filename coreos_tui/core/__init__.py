"""Pure vocabulary: no input, no output, no widgets."""
