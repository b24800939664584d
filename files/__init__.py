"""What people upload: kept, checked, handed out to those who may read it."""
