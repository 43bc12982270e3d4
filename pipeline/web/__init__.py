"""The pages beside Datasette's own: who may ask for which, and what answers."""
