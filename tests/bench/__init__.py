"""Figures for people: each job beside the floor under it, measured in the same run. Nothing here fails by time."""
