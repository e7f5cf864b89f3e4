"""Which manuals there are: for employers by occupation and size, for workers by occupation; a workplace's own beside them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from jikim.rules.library import Library, Size
from jikim.rules.words import Text


class Kind(StrEnum):
    """The two manuals. `pack` is the skeleton's id in the library."""

    PRACTICE = "practice"
    SELF_PROTECTION = "self-protection"

    @property
    def pack(self) -> str:
        return {"practice": "practice", "self-protection": "self-protection-manual"}[self.value]

    @property
    def label(self) -> Text:
        return {
            "practice": Text("사업주용 실무 안내서", "Practice manual for employers"),
            "self-protection": Text("근로자용 자기보호 안내서", "Self-protection manual for workers"),
        }[self.value]  # fmt: skip

    @classmethod
    def of_pack(cls, pack: str) -> Kind:
        """ValueError if no manual is made from that skeleton."""
        return next((one for one in cls if one.pack == pack), None) or cls(pack)


@dataclass(frozen=True, slots=True)
class Edition:
    """One manual for one kind of reader. `workplace` is a 관리번호 for a workplace's own, empty for a general edition."""

    kind: Kind
    occupation: str
    size: Size | None = None
    workplace: str = ""

    @property
    def key(self) -> str:
        """`practice/hotel/10-29`, `self-protection/hotel`, `practice/hotel/10-29/W0001`: the same on any day."""
        return "/".join(part for part in (self.kind.value, self.occupation, self.size.value if self.size else "", self.workplace) if part)

    @property
    def slug(self) -> str:
        """The key as a file's name."""
        return self.key.replace("/", "-").replace("+", "-plus")


def general_editions(library: Library) -> tuple[Edition, ...]:
    """Every general edition: for employers each occupation in each size class, for workers each occupation."""
    jobs = tuple(library.occupations)
    practice = (Edition(Kind.PRACTICE, job, size) for job in jobs for size in Size) if Kind.PRACTICE.pack in library.manuals else ()
    own = (Edition(Kind.SELF_PROTECTION, job) for job in jobs) if Kind.SELF_PROTECTION.pack in library.manuals else ()
    return (*practice, *own)
