"""The command line's verbs, by what they are about: each reads its words, asks or does, and prints."""
