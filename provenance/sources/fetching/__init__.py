"""From an address to bytes: guarded connections, one deadline, bounded bytes, politeness."""
