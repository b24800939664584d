"""Speed, measured by `make bench`: prints figures and their ratios, never asserts, stops by itself."""
