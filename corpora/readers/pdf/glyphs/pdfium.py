"""The functions of PDFium that are called, by plain addresses.

Addresses are numbers, None where there is nothing, and what is written to is an array. With the
objects that PDFium's own bindings take and give, each call is longer than what it does. The calls
keep the interpreter's lock, for the process has nothing else to do.
"""

from __future__ import annotations

import ctypes
import sys
from array import array
from functools import lru_cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

__all__ = ["Room", "addresses", "library", "name_of", "quick", "ready"]

_ADDRESS, _INT, _UINT, _LONG = ctypes.c_void_p, ctypes.c_int, ctypes.c_uint, ctypes.c_ulong
_FLOAT, _DOUBLE, _BYTES = ctypes.c_float, ctypes.c_double, ctypes.c_char_p

# Each with the type of its result and those of its arguments (fpdfview.h, fpdf_text.h,
# fpdf_edit.h, fpdf_structtree.h, fpdf_transformpage.h, fpdf_doc.h, fpdf_catalog.h).
_FUNCTIONS: dict[str, tuple[Any, ...]] = {
    "FPDF_InitLibraryWithConfig": (None, _ADDRESS),
    "FPDF_GetLastError": (_LONG,),
    "FPDF_LoadMemDocument64": (_ADDRESS, _BYTES, ctypes.c_size_t, _BYTES),
    "FPDF_CloseDocument": (None, _ADDRESS),
    "FPDF_GetPageCount": (_INT, _ADDRESS),
    "FPDF_GetMetaText": (_LONG, _ADDRESS, _BYTES, _ADDRESS, _LONG),
    "FPDFCatalog_IsTagged": (_INT, _ADDRESS),
    "FPDF_LoadPage": (_ADDRESS, _ADDRESS, _INT),
    "FPDF_ClosePage": (None, _ADDRESS),
    "FPDF_GetPageWidthF": (_FLOAT, _ADDRESS),
    "FPDF_GetPageHeightF": (_FLOAT, _ADDRESS),
    "FPDFPage_GetRotation": (_INT, _ADDRESS),
    "FPDFPage_GetCropBox": (_INT, *[_ADDRESS] * 5),
    "FPDFPage_GetMediaBox": (_INT, *[_ADDRESS] * 5),
    "FPDFPage_CountObjects": (_INT, _ADDRESS),
    "FPDFPage_GetObject": (_ADDRESS, _ADDRESS, _INT),
    "FPDFPageObj_GetType": (_INT, _ADDRESS),
    "FPDFPageObj_GetBounds": (_INT, *[_ADDRESS] * 5),
    "FPDFPageObj_GetMarkedContentID": (_INT, _ADDRESS),
    "FPDFPageObj_CountMarks": (_INT, _ADDRESS),
    "FPDFPageObj_GetMark": (_ADDRESS, _ADDRESS, _LONG),
    "FPDFPageObjMark_GetName": (_INT, _ADDRESS, _ADDRESS, _LONG, _ADDRESS),
    "FPDFText_LoadPage": (_ADDRESS, _ADDRESS),
    "FPDFText_ClosePage": (None, _ADDRESS),
    "FPDFText_CountChars": (_INT, _ADDRESS),
    "FPDFText_GetText": (_INT, _ADDRESS, _INT, _INT, _ADDRESS),
    "FPDFText_GetUnicode": (_UINT, _ADDRESS, _INT),
    "FPDFText_IsGenerated": (_INT, _ADDRESS, _INT),
    "FPDFText_HasUnicodeMapError": (_INT, _ADDRESS, _INT),
    "FPDFText_GetTextObject": (_ADDRESS, _ADDRESS, _INT),
    "FPDFText_GetMatrix": (_INT, _ADDRESS, _INT, _ADDRESS),
    "FPDFText_GetFontSize": (_DOUBLE, _ADDRESS, _INT),
    "FPDFText_GetCharOrigin": (_INT, _ADDRESS, _INT, _ADDRESS, _ADDRESS),
    "FPDFText_GetLooseCharBox": (_INT, _ADDRESS, _INT, _ADDRESS),
    "FPDFText_GetCharBox": (_INT, _ADDRESS, _INT, *[_ADDRESS] * 4),
    "FPDFTextObj_GetFont": (_ADDRESS, _ADDRESS),
    "FPDFTextObj_GetTextRenderMode": (_INT, _ADDRESS),
    "FPDFFont_GetBaseFontName": (ctypes.c_size_t, _ADDRESS, _ADDRESS, ctypes.c_size_t),
    "FPDFTextObj_GetRenderedBitmap": (_ADDRESS, _ADDRESS, _ADDRESS, _ADDRESS, _FLOAT),
    "FPDF_RenderPageBitmap": (None, _ADDRESS, _ADDRESS, *[_INT] * 6),
    "FPDF_PageToDevice": (_INT, _ADDRESS, *[_INT] * 5, _DOUBLE, _DOUBLE, _ADDRESS, _ADDRESS),
    "FPDFBitmap_CreateEx": (_ADDRESS, _INT, _INT, _INT, _ADDRESS, _INT),
    "FPDFBitmap_FillRect": (_INT, _ADDRESS, *[_INT] * 4, _LONG),
    "FPDFBitmap_GetStride": (_INT, _ADDRESS),
    "FPDFBitmap_GetHeight": (_INT, _ADDRESS),
    "FPDFBitmap_GetBuffer": (_ADDRESS, _ADDRESS),
    "FPDFBitmap_Destroy": (None, _ADDRESS),
    "FPDF_StructTree_GetForPage": (_ADDRESS, _ADDRESS),
    "FPDF_StructTree_Close": (None, _ADDRESS),
    "FPDF_StructTree_CountChildren": (_INT, _ADDRESS),
    "FPDF_StructTree_GetChildAtIndex": (_ADDRESS, _ADDRESS, _INT),
    "FPDF_StructElement_CountChildren": (_INT, _ADDRESS),
    "FPDF_StructElement_GetChildAtIndex": (_ADDRESS, _ADDRESS, _INT),
    "FPDF_StructElement_GetChildMarkedContentID": (_INT, _ADDRESS, _INT),
    "FPDF_StructElement_GetMarkedContentIdCount": (_INT, _ADDRESS),
    "FPDF_StructElement_GetMarkedContentIdAtIndex": (_INT, _ADDRESS, _INT),
    "FPDF_StructElement_GetType": (_LONG, _ADDRESS, _ADDRESS, _LONG),
}


# What is called for each character, or for each child of an element.
_QUICK = (
    "FPDFText_GetUnicode",
    "FPDFText_IsGenerated",
    "FPDFText_GetTextObject",
    "FPDFText_GetCharOrigin",
    "FPDFText_GetLooseCharBox",
    "FPDF_StructElement_GetChildAtIndex",
    "FPDF_StructElement_GetChildMarkedContentID",
)


class _Config(ctypes.Structure):
    """FPDF_LIBRARY_CONFIG of the second version, which has all that is read here."""

    _fields_ = (
        ("version", _INT),
        ("fonts", _ADDRESS),
        ("isolate", _ADDRESS),
        ("slot", _UINT),
    )


@lru_cache
def library() -> Any:
    """Return the functions of PDFium by their names; it is loaded with the first call."""
    loaded = _loaded()
    functions = {
        name: ctypes.PYFUNCTYPE(*types)((name, loaded)) for name, types in _FUNCTIONS.items()
    }
    # FPDF_InitLibrary is to go (fpdfview.h).
    config = _Config(version=2)
    functions["FPDF_InitLibraryWithConfig"](ctypes.addressof(config))
    return SimpleNamespace(**functions)


@lru_cache
def quick() -> Any:
    """Return the functions that are called most by their names, in a form that takes half the time.

    Nothing is converted for them: addresses must be `ready`, what is written to is of a `Room`.
    """
    loaded = _loaded()
    functions = {name: loaded[name] for name in _QUICK}
    for name, function in functions.items():
        function.restype = _FUNCTIONS[name][0]
    return SimpleNamespace(**functions)


@lru_cache
def _loaded() -> ctypes.PyDLL:
    return ctypes.PyDLL(_path())


def ready(address: int) -> Any:
    """Return an address in the form that `quick` functions take."""
    return _ADDRESS.from_param(address)


class Room:
    """Room for numbers that PDFium writes, one or more for each of many characters.

    It serves one page after the other, for to refer to it takes as long as to have it written to.
    """

    __slots__ = ("_code", "_numbers", "_places", "_width")

    def __init__(self, code: str, width: int) -> None:
        self._code, self._width = code, width
        self._numbers: array[float] = array(code)
        self._places: list[Any] = []

    def places(self, count: int) -> list[Any]:
        """Return where to write to, for so many characters or more, as `quick` functions take it.

        The numbers of so many are 0 then.
        """
        if count > len(self._places):
            size = count * self._width * self._numbers.itemsize
            self._numbers = array(self._code, bytes(size))
            memory = (ctypes.c_char * size).from_buffer(self._numbers)
            step = self._width * self._numbers.itemsize
            self._places = [ctypes.byref(memory, start) for start in range(0, size, step)]
        else:
            start, _ = self._numbers.buffer_info()
            ctypes.memset(start, 0, count * self._width * self._numbers.itemsize)
        return self._places

    def column(self, count: int, which: int = 0) -> list[float]:
        """Return the numbers of so many characters, those at one place in what each has."""
        return self._numbers[which : count * self._width : self._width].tolist()


def _path() -> str:
    """Return where the library is that comes with PDFium's bindings, or that of the system."""
    name = {"win32": "pdfium.dll", "darwin": "libpdfium.dylib"}.get(sys.platform, "libpdfium.so")
    paths = (Path(folder, "pypdfium2_raw", name) for folder in sys.path)
    if found := next(filter(Path.exists, paths), None):
        return str(found)
    from ctypes.util import find_library  # noqa: PLC0415  # rarely needed, and long to load

    return find_library("pdfium") or name


def addresses(column: array[Any], step: int = 1) -> range:
    """Return the addresses of the items of an array, or of every few of them."""
    start, count = column.buffer_info()
    return range(start, start + count * column.itemsize, step * column.itemsize)


def name_of(units: array[int], size: int) -> str:
    """Return a name that PDFium has written in UTF-16, in so many bytes; "" if it had no room."""
    if not 2 <= size <= len(units) * units.itemsize:
        return ""
    return units[: size // 2 - 1].tobytes().decode("utf-16-le", "replace")
