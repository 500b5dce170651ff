"""What a memory does with its termbase: joining, finding terms in texts, checks, candidates."""
