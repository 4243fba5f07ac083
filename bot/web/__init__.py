"""What is served over HTTP: the practice workspace, later the web form and the health page."""
