"""Waves, surveys and voices: who is asked, how they answer, what is open for them."""
