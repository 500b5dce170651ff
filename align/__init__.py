"""Paragraphs and segments, encoders and beads."""
