"""A real PostgreSQL of our own, for development, demonstrations and tests: started when it is needed, stopped when nobody uses it.

The server's programs come from a Python package (or from the system). One *keeper* process owns the server; every process that uses it
holds a shared lock on a file, and the keeper stops the server when nobody does. Locks of the kernel end with the process that holds
them, so whatever is killed, nothing is left that needs a human. `docs/adr/0003-embedded-postgresql.md` says why.
"""
