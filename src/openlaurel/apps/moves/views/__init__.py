"""The pages of moving in and out."""
