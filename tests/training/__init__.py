"""Trains the line labeller: see MODEL_CARD.md."""
