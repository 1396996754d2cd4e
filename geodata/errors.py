"""Everything that can go wrong, by kind. The web maps each class to one status code."""


class GeodataError(Exception):
    """Base of all errors that a person can do something about.

    The message says what is wrong, where, and what to do.
    """


class InvalidInputError(GeodataError):
    """The data or a parameter is not acceptable."""

    def __init__(self, message: str, *, row: int | None = None, field: str | None = None) -> None:
        """Name the row (1-based, as a person counts) and the field where they are known."""
        super().__init__(message)
        self.row = row
        self.field = field


class NotFoundError(GeodataError):
    """What was asked for does not exist, or did not exist at that date."""


class ConflictError(GeodataError):
    """The request contradicts what is stored (stale version, same key with other content)."""


class CancelledError(GeodataError):
    """A person cancelled the job."""


class UnavailableError(GeodataError):
    """Something that is needed is not there now (database down, disk full); try again later."""


class ForbiddenError(GeodataError):
    """The actor has no role that allows this here."""


class UnauthenticatedError(GeodataError):
    """Nobody is signed in, or the login and the password do not belong together."""
