"""Captures that are kept between runs, so that only what changed is fetched and read again."""
