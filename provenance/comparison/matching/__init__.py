"""A claim's words laid beside the passages of its source that may say the same."""
