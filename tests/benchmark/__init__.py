"""Quality and speed over a corpus of real PDFs with gold text: ``python -m tests.benchmark``."""
