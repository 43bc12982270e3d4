"""What is known about agencies and the units they belong to."""
