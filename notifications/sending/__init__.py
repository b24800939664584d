"""How each channel hands a notification to its provider, and what a provider may answer."""
