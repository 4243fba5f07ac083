"""Pictures and documents from the same values as the views. Pure: values in, bytes out."""
