"""Evaluations: how right hexapla is, on texts with a gold standard."""
