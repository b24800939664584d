#!/usr/bin/env python
"""Django's command line: `manage.py up` starts everything."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dreamseed.settings")
    try:
        from django.core.exceptions import ImproperlyConfigured
        from django.core.management import execute_from_command_line
    except ImportError:
        sys.exit("✗ Django is not installed for this Python: use .venv/bin/python, which `make setup` makes.")
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.exit(f"✗ {error}")


if __name__ == "__main__":
    main()
