"""What turns a statement round: negation, opposites, directions, and how sure it is."""
