"""From bytes to text and metadata, in worker processes."""
