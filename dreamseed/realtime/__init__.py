"""Ground floor: one socket a device, events after commit to every process. Imports no app."""
