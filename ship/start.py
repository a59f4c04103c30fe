"""What both packed programs begin with: the command line, or a module of ours as a child."""

import sys

from app.child import MARK, become

if sys.argv[1:2] == [MARK]:
    become(*sys.argv[2:])
else:
    from app.cli import main

    sys.exit(main())
