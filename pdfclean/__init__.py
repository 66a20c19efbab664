"""pdfclean: turn a PDF into clean prose, keeping every sentence word for word."""

__version__ = "0.1.0"
