"""Pages of what organisations offer: claim codes and what people ask for."""
