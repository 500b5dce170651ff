"""The `hexapla` command."""
