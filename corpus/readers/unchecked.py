"""Functions of PDFium that are asked once a sign or a line: the same functions without what ctypes checks of every argument, a third of the time."""

import ctypes
from typing import Any


def unchecked(function: Any) -> Any:
    """A function of a C library that returns at once and takes whole numbers (int), handles and references (``byref``) only, as they are.

    Floats and strings must go through the function itself.
    """
    address = ctypes.cast(function, ctypes.c_void_p).value
    assert address is not None
    return ctypes.PYFUNCTYPE(function.restype)(address)
