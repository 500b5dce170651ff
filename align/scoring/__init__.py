"""What speaks for and against each bead: similarity, anchors, lengths, surface features."""
