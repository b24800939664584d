"""PostgreSQL, Valkey and the programs around them, started by `manage.py up` and by the tests.

Everything here runs as a direct child of the process that started it and ends with it,
also when that process is killed. Nothing here imports Django or an app.
"""
