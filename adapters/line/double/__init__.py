"""A double of the LINE platform, for tests and for trying without an account."""

from adapters.line.double.failure import Failure, Failures
from adapters.line.double.ledger import Accepted, Ledger, Refused
from adapters.line.double.server import LineDouble

__all__ = ["Accepted", "Failure", "Failures", "Ledger", "LineDouble", "Refused"]
