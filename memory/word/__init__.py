"""Word documents that are written into: texts, tracked changes, the package."""
