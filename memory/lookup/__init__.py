"""Look-up in a translation memory: matches, concordance, citation."""
