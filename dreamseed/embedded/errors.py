"""What is said when something cannot start."""


class CannotStart(Exception):
    """Its text is one sentence for the person at the keyboard; no traceback is shown."""
