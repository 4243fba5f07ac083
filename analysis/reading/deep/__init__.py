"""The deep engine: a small transformer that reads beside the light engine's words. Extra `deep`."""
