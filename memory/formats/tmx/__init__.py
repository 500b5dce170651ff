"""TMX 1.4b: read and written as a stream, as units, and checked."""
