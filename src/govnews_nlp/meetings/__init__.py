"""Meetings: their names, whether they are held or only mentioned, what is known of them, and which mentions are one meeting."""
