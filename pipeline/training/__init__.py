"""Gold → the weights of ``models/tagger``: what :mod:`pipeline.tagger` loads. Nothing here runs when reading."""

from pipeline.training.examples import Example, examples_of
from pipeline.training.fit import Settings, fit_tagger
from pipeline.training.measure import measure

__all__ = ["Example", "Settings", "examples_of", "fit_tagger", "measure"]
