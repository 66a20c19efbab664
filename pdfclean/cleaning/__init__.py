"""From laid-out lines to tokens and marks."""
