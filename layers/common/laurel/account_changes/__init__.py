"""Changes of the sign-in address or the password: noticed, told to the former address, confirmed or undone."""
