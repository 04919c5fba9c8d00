"""A learner's export: everything that Laurel has about them, in one ZIP file that they ask for and download."""
