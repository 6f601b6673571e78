"""The catalogue for everybody, and the definitions of an organisation for its designers."""
