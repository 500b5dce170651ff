"""Learning of the aligner's weights."""
