"""Everything that proves pdfclean: unit, end-to-end and model tests, and the benchmark."""
