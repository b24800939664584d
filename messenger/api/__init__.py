"""REST of the messenger, by noun."""
