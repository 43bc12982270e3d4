"""Gold and predicted contracts → figures. Pure: no file is read and nothing is printed here.

Tasks are aligned one to one by the words they share, so that the same gold serves a text, its PDF and its scan. What
the gold marks ``optional`` counts neither way. A task is *complete* when it was found, the same agencies lead it
(however a collective is split) and its deadlines and targets are exactly right.
"""

from pipeline.evaluate.compare import Tally
from pipeline.evaluate.figures import HEADER_FIELDS, LISTS, Figures, evaluate, whole_tasks

__all__ = ["HEADER_FIELDS", "LISTS", "Figures", "Tally", "evaluate", "whole_tasks"]
