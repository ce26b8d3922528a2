"""python -m adapters.cli: the command where it is not installed."""

from adapters.cli import main

main()
