"""Readers: files in, models out. Every fault of a file is reported at once and nothing of a faulty file is loaded."""
