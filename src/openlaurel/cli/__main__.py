"""`python -m openlaurel.cli`, the same as the command `openlaurel`."""

import sys

from openlaurel.cli.main import main

sys.exit(main())
