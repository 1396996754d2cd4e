"""Running the machine: the embedded PostgreSQL cluster. Knows no Flask."""
