"""What a dictionary knows of two words."""
