"""The base of all packages: settings, AWS clients, the table, time, ids, logging. Imports no other package."""
