"""Invented dispatches with exact gold, as many as a model needs: ``generate(seed, number)``.

Everything is put together from the TOML files beside the modules; no word of the program's own rules is used, so that
what learns from these texts learns something else than the rules.
"""

from .compose import generate, generate_many
from .record import Generated, Labelled

__all__ = ["Generated", "Labelled", "generate", "generate_many"]
