"""A language model on this machine. The only importer of torch, transformers and accelerate.

They are imported when a model is loaded, never before: an app that cleans without a model does not
wait for them. :func:`load_model` is made to run in a :class:`~pdfclean.llm.loading.Shelf`; what it
returns is driven by the polishers beside this package.

- ``load``: files to weights in memory; ``devices``: where they fit and in which type
- ``model``: the loaded model, one run at a time
- ``answering``: what ``generate`` is given: sampling, Stop, the stream
- ``rows``: texts read side by side, shortened and read on: what deleting is made of
- ``prefix``: the beginning that all prompts of a run share; ``threads``: how many are fastest
- ``failures``: what went wrong, for a producer
"""

from pdfclean.llm.local.load import load_model
from pdfclean.llm.local.model import LocalModel

__all__ = ["LocalModel", "load_model"]
