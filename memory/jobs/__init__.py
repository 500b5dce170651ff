"""The main job, from documents to a memory, in one process, in several or on a cluster."""
