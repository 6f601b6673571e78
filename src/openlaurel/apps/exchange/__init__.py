"""Other platforms that a holder lets read from and write to their wallet, by the Open Badges 3.0 API."""
