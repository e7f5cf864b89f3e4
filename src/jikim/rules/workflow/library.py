"""Changes of content."""

from jikim.rules.access import Action, Role
from jikim.rules.words import Text
from jikim.rules.workflow.kinds import Arrow, Lifecycle, state

CONTENT = Lifecycle(
    "content", Text("자료 수정", "Change of content"), "draft",
    (
        state("draft", "작성 중", "Draft", Role.EDITOR),
        state("proposed", "승인 대기", "Proposed", Role.EDITOR),
        state("approved", "승인", "Approved"),
        state("superseded", "이전 판", "Superseded", final=True),
        state("dropped", "폐기", "Dropped", final=True),
    ),
    (
        Arrow("draft", "proposed", Action.content_edit),
        Arrow("draft", "dropped", Action.content_edit),
        Arrow("proposed", "draft", Action.content_approve, reason_required=True),
        Arrow("proposed", "approved", Action.content_approve),
        Arrow("approved", "superseded", Action.content_approve),
    ),
)

LIFECYCLES = (CONTENT,)
