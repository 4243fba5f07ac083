"""Personal data, taken out of every text before anything is kept."""
