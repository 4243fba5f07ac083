"""Figures: counted from the evidence, judged, and told as far as their audience may see them."""
