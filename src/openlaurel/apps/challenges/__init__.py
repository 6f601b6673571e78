"""Is it really you? Whoever is shown a badge asks its holder, who answers by what only they have."""
