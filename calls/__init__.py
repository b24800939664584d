"""Live lessons: who calls whom, who is in, and how their pages find each other."""
