"""Tests of Word documents that are written into."""
