"""What an answer means: the page, a wall before it, or that it has gone."""
