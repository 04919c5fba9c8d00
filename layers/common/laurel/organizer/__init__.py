"""What learners and staff see of credits, and what they can do about them."""
