"""The dynamic programme over beads, and where it looks for them; it knows no scores."""
