"""What goes on beside the listeners for as long as Heard runs, and what that needs."""
