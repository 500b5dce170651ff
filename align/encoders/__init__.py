"""Encoders of texts as vectors."""
