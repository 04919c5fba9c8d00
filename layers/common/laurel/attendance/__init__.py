"""Attendance: the minutes that learners spent in sessions, taken from the reports of conference systems."""
