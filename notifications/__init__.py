"""What people are told: kinds, settings, devices, and the ledger of each delivery."""
