"""News of an organisation for its other systems: signed, in order, tried again, kept to be looked up."""
