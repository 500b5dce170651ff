"""Cleaning a memory: edits of its texts, and what they would do, to be looked at before."""
