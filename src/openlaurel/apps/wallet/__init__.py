"""What a holder keeps: badges from elsewhere, each verified as it comes in and again from time to time."""
