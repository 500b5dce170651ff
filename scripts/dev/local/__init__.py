"""Servers on this machine, for benchmarks and tests."""
