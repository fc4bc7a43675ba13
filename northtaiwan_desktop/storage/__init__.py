"""The register on disk: the only floor that knows SQL. Values go in, values come out."""
