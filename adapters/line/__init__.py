"""The city's LINE account. Nothing answers there yet: README.md says what works today."""
