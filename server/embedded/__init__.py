"""Real PostgreSQL, Valkey and S3 as child processes, for one machine without an administrator.

Each part gives way to its environment variable, so nothing above this folder knows about it.
"""
