"""What a learner still needs for a license or a credential: rules as data, and what counts under each of them."""
