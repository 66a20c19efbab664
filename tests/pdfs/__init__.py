"""Test PDFs, typeset by the tests from our own prose, each with its gold."""
