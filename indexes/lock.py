"""One process owns a data folder; a second is told which."""

from __future__ import annotations

import fcntl
import os
import sys
from pathlib import Path
from types import TracebackType

from indexes.errors import FolderInUseError, StoreError


class FolderLock:
    """An advisory lock on a folder that the system drops when its process ends, however it ends."""

    def __init__(self, folder: Path) -> None:
        """Take the lock; raises FolderInUseError with the owner's process id when another has it."""
        self._path = folder / "lock"
        try:
            # 0o600: the owner's command line is nobody else's business
            self._descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise StoreError(
                f"cannot write in {folder}: {error.strerror}; choose another data folder"
            ) from error
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            owner = os.read(self._descriptor, 1000).decode(errors="replace").strip()
            os.close(self._descriptor)
            mine = owner.startswith(f"process {os.getpid()} ")
            whose = "this process, which has it open already" if mine else owner or "another process"
            raise FolderInUseError(
                f"{folder} is in use by {whose}; close that first, or give this one its own data folder"
            ) from error
        command = " ".join(Path(part).name if number == 0 else part for number, part in enumerate(sys.argv))
        os.ftruncate(self._descriptor, 0)
        os.pwrite(self._descriptor, f"process {os.getpid()} ({command[:200]})\n".encode(), 0)

    def release(self) -> None:
        """Give the folder back; calling it again does nothing."""
        if self._descriptor >= 0:
            # the file stays: removing it would let two processes lock two files of the same name
            os.ftruncate(self._descriptor, 0)
            os.close(self._descriptor)
            self._descriptor = -1

    def __enter__(self) -> FolderLock:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()
