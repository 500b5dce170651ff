"""Which files there are, what they hold, and which of them make a document set."""
