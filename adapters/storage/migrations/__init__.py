"""How the tables came to be: one file for each step, only ever added to. `adapters/storage/schema.py` runs them."""
