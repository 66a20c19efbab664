"""The Gradio page. The only place that imports gradio."""

from pdfclean.ui.blocks import build, launch

__all__ = ["build", "launch"]
