"""What a row of an applicants' sheet says: fields, their headings, and the checks a row must pass.

Never reads a file or a database; callers bring the spellings of regions and the day.
"""

from __future__ import annotations

import re
import unicodedata


def name_key(name: str) -> str:
    """A name as compared: full width, case and all spaces ignored, ㈜ the same as (주)."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", name)).casefold()[:200]
