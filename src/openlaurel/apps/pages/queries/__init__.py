"""What the pages compose from what the other apps offer."""
