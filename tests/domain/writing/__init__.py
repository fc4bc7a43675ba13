"""Tests of how the offices write."""
