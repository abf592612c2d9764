"""The application under both faces: what the command line and the Python API have done, from typed options.

Nothing here reads a command line or prints: options come in as dataclasses, progress is told to a meter that
is passed in, results go out as the plain data of the reports.
"""
