"""PostgreSQL, embedded or served: connections, roles, classes of table, domain time, and on whose behalf a transaction reads."""
