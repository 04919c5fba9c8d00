"""What every room stands on: settings, AWS clients, the table, time, ids, logging. Knows no other room."""
