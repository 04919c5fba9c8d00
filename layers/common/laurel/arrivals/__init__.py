"""Credits that come in between the nights are matched and queued within seconds. The night finds what was missed."""
