"""What can go wrong while reading."""

from __future__ import annotations


class ReadError(ValueError):
    """A file that can't be read: source, reason and remedy."""

    def __init__(self, source: object, reason: str, remedy: str):
        self.source, self.reason, self.remedy = source, reason, remedy
        super().__init__(f"{source}: {reason}; {remedy}")


class MissingFileError(ReadError, FileNotFoundError):
    """A path that leads to nothing."""


class ReadWarning(UserWarning):
    """Something in a file that was passed over."""
