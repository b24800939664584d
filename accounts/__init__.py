"""People and their school: who one is, where one belongs, how one signs in."""
