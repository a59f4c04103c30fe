"""The window; it knows app.services and app.domain alone.

What the counter asks of the book is imported here, before Qt: PySide reads the source of each
module that is imported after it.
"""

from app.services import counter as _counter
from app.services import opening as _opening

__all__: list[str] = []
del _counter, _opening
