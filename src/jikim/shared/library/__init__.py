"""The library every room draws on. `library()` here is the packs alone and needs no database; `overlay.current()` is what holds
today, editors' approved changes laid over them; `holders` knows who was given what. Nobody else opens these packs.
"""

from jikim.shared.library.shelf import (
    KINDS,
    faults_of,
    laws,
    library,
    library_of,
    pack_faults,
    reference_error,
)

__all__ = ["KINDS", "faults_of", "laws", "library", "library_of", "pack_faults", "reference_error"]
