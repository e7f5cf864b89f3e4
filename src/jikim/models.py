"""Table of contents: where each area's tables live. Nothing else belongs here."""

from jikim.areas.campaigns.models import *  # noqa: F403
from jikim.areas.consulting.models import *  # noqa: F403
from jikim.areas.counselling.models import *  # noqa: F403
from jikim.areas.dispatch.models import *  # noqa: F403
from jikim.areas.enrolment.models import *  # noqa: F403
from jikim.areas.manuals.models import *  # noqa: F403
from jikim.areas.people.models import *  # noqa: F403
from jikim.areas.statistics.models import *  # noqa: F403
from jikim.areas.surveys.models import *  # noqa: F403
from jikim.areas.training.models import *  # noqa: F403
from jikim.areas.visits.models import *  # noqa: F403
from jikim.shared.audit.models import AuditRow  # noqa: F401
from jikim.shared.files.models import StoredFile  # noqa: F401
from jikim.shared.jobs.models import *  # noqa: F403
from jikim.shared.library.models import *  # noqa: F403
from jikim.shared.mail.models import *  # noqa: F403
from jikim.shared.offline.models import *  # noqa: F403
from jikim.shared.workflow.models import StatusChange  # noqa: F401
