"""Functions of PDFium that are asked once a sign or a line: the same functions without what ctypes checks of every argument, a third of the time."""

import ctypes
from typing import Any

#: By its ``id``: a function and what it is without checks. Each is made once: ctypes makes a class for every one, which for the functions of each
#: page took a tenth of reading it.
_made: dict[int, tuple[Any, Any]] = {}


def unchecked(function: Any) -> Any:
    """A function of a C library that returns at once and takes whole numbers (int), handles and references (``byref``) only, as they are.

    Floats and strings must go through the function itself.
    """
    if id(function) not in _made:
        address = ctypes.cast(function, ctypes.c_void_p).value
        assert address is not None
        _made[id(function)] = function, ctypes.PYFUNCTYPE(function.restype)(address)
    return _made[id(function)][1]
