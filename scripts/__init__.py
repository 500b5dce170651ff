"""The front door, the command line, tools for development, documentation and the sample."""
