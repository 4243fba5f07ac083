"""The Board paper: the digests of one period together, and what people wrote to them."""
