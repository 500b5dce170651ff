"""XLIFF, the exchange format of CAT tools."""
