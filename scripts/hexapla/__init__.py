"""Aligns the language versions of United Nations documents and keeps them in a memory."""
