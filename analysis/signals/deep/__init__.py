"""A small transformer that reads beside the light net. Extra `deep`."""
