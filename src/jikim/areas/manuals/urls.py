"""Addresses of manuals: for everybody, for a workplace, the ledger, and the library's desk."""

from __future__ import annotations

from django.urls import path

from jikim.areas.manuals.views import content, holders, ledger, ledger_sheet, own, public
from jikim.rules.access import Action
from jikim.rules.words import Text
from jikim.shared.addresses import file_path
from jikim.shared.ui import navigation

navigation.register(Action.content_see, "content", Text("자료", "Library"), order=60)
navigation.register(Action.manual_ledger_see, "manual_ledger", Text("안내서 배포", "Manuals handed out"), order=61)
navigation.register(Action.manual_holders_see, "manual_holders", Text("사업장별 안내서", "Workplaces' manuals"), order=62)
navigation.register(Action.own_workplace_see, "my_manuals", Text("우리 안내서", "Our manuals"), order=17)

KIND = r"(?P<kind>practice|self-protection)"
FILE = r"(?P<form>manual|booklet)-(?P<language>ko|en)\.pdf$"
#: as all open pages: `en/` before it is the same in English
OPEN = "<in_language:language>public/manuals/"
OF = f"{OPEN}<slug:kind>/<slug:occupation>/<slug:size>/"

urlpatterns = [
    path(OPEN, public.public_manuals, name="public_manuals"),
    path(OF, public.public_manual, name="public_manual"),
    path(f"{OF}<str:form>-<str:written>.pdf", public.public_manual_pdf, name="public_manual_pdf"),
    path(f"{OF}<slug:chapter>/", public.public_manual, name="public_manual_chapter"),
    path("my-manuals/", own.my_manuals, name="my_manuals"),
    path("workplace-manuals/", holders.manual_holders, name="manual_holders"),
    path("workplace-manuals/<int:workplace_id>/", own.workplace_manuals, name="workplace_manuals"),
    file_path(rf"^workplace-manuals/(?P<workplace_id>[0-9]{{1,12}})/{KIND}/{FILE}", own.workplace_manual_pdf, name="workplace_manual_pdf"),
    path("manual-ledger/", ledger.manual_ledger, name="manual_ledger"),
    path("manual-ledger/new/", ledger.manual_handout_new, name="manual_handout_new"),
    path("manual-ledger/import/", ledger_sheet.ledger_import, name="ledger_import"),
    path("manual-ledger/import/<int:draft_id>/", ledger_sheet.ledger_import_preview, name="ledger_import_preview"),
    path("manual-ledger/import/<int:draft_id>/rejects/", ledger_sheet.ledger_import_rejects, name="ledger_import_rejects"),
    path("content/", content.content, name="content"),
    path("content/packs/", content.content_packs, name="content_packs"),
    path("content/packs/<slug:pack_id>.yaml", content.content_export, name="content_export"),
    file_path(r"^content/change/(?P<change_id>[0-9]{1,12})/(?P<step>propose|drop)/$", content.content_step, name="content_step"),
    file_path(r"^content/change/(?P<change_id>[0-9]{1,12})/(?P<step>approve|return)/$", content.content_decide, name="content_decide"),
    path("content/entry/<slug:pack_id>/<slug:key>/", content.content_entry, name="content_entry"),
    path("content/entry/<slug:pack_id>/<slug:key>/edit/", content.content_edit, name="content_edit"),
]  # fmt: skip
