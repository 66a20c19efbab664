"""From a PDF file to pages of lines with a role each."""
