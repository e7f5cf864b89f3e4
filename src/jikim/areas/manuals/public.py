"""What other rooms and commands may ask of manuals."""

from jikim.areas.manuals.actions.content import approve, entry_of, propose, save_draft
from jikim.areas.manuals.actions.editions import Numbered, number_all, number_edition, number_own
from jikim.areas.manuals.actions.handing_out import hand_out
from jikim.areas.manuals.actions.making import Built, build_all, file_name, pdf_of
from jikim.areas.manuals.actions.poster import set_contact
from jikim.areas.manuals.actions.telling import tell_holders
from jikim.areas.manuals.queries.home import waiting
from jikim.areas.manuals.queries.just_happened import first_to_talk
from jikim.areas.manuals.queries.ledger import RECEIVERS, WAYS
from jikim.areas.manuals.queries.poster import Place, now_address, poster_of, posters_of
from jikim.areas.manuals.queries.sources import occupation_of

__all__ = [
    "RECEIVERS", "WAYS", "Built", "Numbered", "Place", "approve", "build_all", "entry_of", "file_name", "first_to_talk", "hand_out", "now_address", "number_all",
    "number_edition", "number_own", "occupation_of", "pdf_of", "poster_of", "posters_of", "propose", "save_draft", "set_contact",
    "tell_holders", "waiting",
]  # fmt: skip
