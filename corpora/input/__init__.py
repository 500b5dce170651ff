"""Opens bytes that may be hostile: encodings, zip archives, XML."""
