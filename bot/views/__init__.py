"""What a person sees, one file for each thing. Pure builders: values in, Slack's blocks out."""
