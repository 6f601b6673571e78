"""The pages of the figures, one module a place."""
