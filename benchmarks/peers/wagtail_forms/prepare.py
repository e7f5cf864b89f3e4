"""Tables and one published form page of 30 radio questions at /form/. Run once per database."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings")
import django

django.setup()

from django.core.management import call_command  # noqa: E402
from home.models import FormField, FormPage  # noqa: E402
from wagtail.models import Page, Site  # noqa: E402

call_command("migrate", verbosity=0)
root = Page.objects.get(depth=1)
if not FormPage.objects.exists():
    for old in Page.objects.filter(depth=2):
        old.delete()
    root.refresh_from_db()
    page = FormPage(title="Survey", slug="form")
    home = root.add_child(instance=Page(title="Home", slug="home"))
    home.add_child(instance=page)
    for i in range(30):
        FormField.objects.create(
            page=page, sort_order=i, label=f"q{i + 1:02d}", clean_name=f"q{i + 1:02d}", field_type="radio", required=False, choices="1,2,3,4"
        )
    Site.objects.all().delete()
    Site.objects.create(hostname="localhost", root_page=home, is_default_site=True)
print("ready", FormPage.objects.get().url)
