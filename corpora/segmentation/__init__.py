"""Where a paragraph is cut into segments, by language and by profile."""
