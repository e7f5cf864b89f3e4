"""Content packs: questionnaires and rules as data. Reads text it is given, checks it, hands back frozen values.

Never opens a file: `shared.packs` finds packs and schemas.
"""

from jikim.rules.packs.faults import Fault, PackError
from jikim.rules.packs.load import load
from jikim.rules.packs.pack import Pack
from jikim.rules.packs.read import content_hash, read_document

__all__ = ["Fault", "Pack", "PackError", "content_hash", "load", "read_document"]
