"""From the store's evidence to what a board is told: digests, releases, the ledger, papers."""
