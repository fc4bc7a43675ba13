"""大事記: the screens of the chronicle."""
