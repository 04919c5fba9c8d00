"""What a certificate says, its number, and how it is printed."""
