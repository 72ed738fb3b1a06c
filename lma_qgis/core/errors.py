"""The two exceptions that cross from the numerics to the user interface."""


class LmaError(Exception):
    """A failure that the user can act on: one sentence with cause and next step.

    Parameters
    ----------
    sentence : str
        The sentence, with the fields of :meth:`str.format` where values go. A constant, so that the
        user interface can look up its translation.
    *values : object
        What goes into the fields.
    """

    def __init__(self, sentence, *values):
        super().__init__(sentence.format(*values) if values else sentence)
        self.sentence, self.values = sentence, values


class LmaCancelled(Exception):
    """The user asked to stop; raised by a ``progress`` callable."""
