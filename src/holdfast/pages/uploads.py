"""Files that a browser sends: refused everywhere, but for the one page that asks for one. Nothing of a file ever lies on a disk in the clear."""

from __future__ import annotations

import zlib
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload


class NoFiles(FileUploadHandler):
    """What every page has: a file is not read at all."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        raise StopUpload(connection_reset=True)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        return None

    def file_complete(self, file_size: int) -> UploadedFile[Any] | None:
        return None


class Packed(UploadedFile):  # type: ignore[type-arg]  # a type of another to the checker alone: Django does not let it be named
    """A file that was sent, compressed as it came."""

    def __init__(self, name: str, size: int, packed: bytes) -> None:
        super().__init__(name=name, size=size)
        self.packed = packed


class Packer(FileUploadHandler):
    """Takes one file into memory, compressed as it comes, up to a length."""

    def __init__(self, longest: int) -> None:
        super().__init__()
        self.longest = longest
        self._packing: Any = None
        self._packed = bytearray()
        self._length = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        if self._packing is not None:
            raise StopUpload
        super().new_file(*args, **kwargs)
        self._packing = zlib.compressobj()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        self._length += len(raw_data)
        if self._length <= self.longest:
            self._packed += self._packing.compress(raw_data)
        return None

    def file_complete(self, file_size: int) -> UploadedFile[Any] | None:
        """The file; of one that is too long, its length alone."""
        packed = bytes(self._packed) + self._packing.flush() if self._length <= self.longest else b""
        return Packed(self.file_name or "", self._length, packed)


def unpacked(packed: bytes, longest: int) -> bytes:
    """What was packed. Raises ValueError where it is longer than anything that is taken."""
    opening = zlib.decompressobj()
    content = opening.decompress(packed, longest + 1)
    if len(content) > longest or opening.unconsumed_tail:
        raise ValueError("longer than what is taken")
    return content
