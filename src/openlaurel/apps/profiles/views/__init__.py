"""Pages of an organisation: itself, its members, its keys and its audit trail."""
