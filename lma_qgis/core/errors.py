"""The two exceptions that cross from the numerics to the user interface."""


class LmaError(Exception):
    """A failure that the user can act on: one sentence with cause and next step."""


class LmaCancelled(Exception):
    """The user asked to stop; raised by a ``progress`` callable."""
