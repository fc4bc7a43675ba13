"""What a user can do: one function, one action, one transaction."""
