"""A training session at a workplace, and one for the public: the same steps, other people who take them."""

from jikim.rules.access import Action, Role
from jikim.rules.words import Text
from jikim.rules.workflow.kinds import Arrow, Lifecycle, State, state


def _states(*turn: Role) -> tuple[State, ...]:
    return (
        state("planned", "예정", "Planned", *turn),
        state("open", "진행 중", "Under way", *turn),
        state("held", "교육 마침", "Given", *turn),
        state("closed", "마감", "Closed", final=True),
        state("cancelled", "취소", "Cancelled", final=True),
    )


def _arrows(action: Action) -> tuple[Arrow, ...]:
    return (
        Arrow("planned", "open", action),
        Arrow("planned", "cancelled", action, reason_required=True),
        Arrow("open", "held", action),
        Arrow("open", "cancelled", action, reason_required=True),
        Arrow("held", "open", action),
        Arrow("held", "closed", action),
    )


TRAINING_SESSION = Lifecycle(
    "training_session", Text("사업장 교육", "Training session"), "planned", _states(Role.CONSULTANT), _arrows(Action.training_run),
)  # fmt: skip
PUBLIC_TRAINING = Lifecycle(
    "public_training", Text("공개 교육", "Public training"), "planned", _states(Role.OFFICE, Role.EDITOR), _arrows(Action.training_announce),
)  # fmt: skip

LIFECYCLES = (TRAINING_SESSION, PUBLIC_TRAINING)
