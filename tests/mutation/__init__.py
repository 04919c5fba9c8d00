"""`make mutants`: how many small errors in the pure rules the tests notice."""
