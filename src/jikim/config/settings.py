"""Django settings, read from the data folder and the environment. docs/guides/operator lists every variable."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

from jikim.config.home import here

PACKAGE = Path(__file__).resolve().parent.parent
HOME = here()


def _flag(name: str, default: bool = False) -> bool:
    return os.environ.get(name, "1" if default else "0").strip().lower() in {"1", "true", "yes", "on"}


DEBUG = _flag("JIKIM_DEBUG")
#: demo accounts and their banner; set by `jikim demo` through a marker file in the data folder
JIKIM_DEMO = _flag("JIKIM_DEMO", HOME.demo_marker.exists())
JIKIM_PORT = int(os.environ.get("JIKIM_PORT") or 8000)
JIKIM_BASE_URL = os.environ.get("JIKIM_BASE_URL", f"http://localhost:{JIKIM_PORT}").rstrip("/")
#: show the government masthead and identifier of KRDS: only an operator who is one says so
JIKIM_OFFICIAL_SITE = _flag("JIKIM_OFFICIAL_SITE")
#: a model season rehearses on a day of its own, kept in its marker
_today = os.environ.get("JIKIM_TODAY") or (HOME.rehearsed_day() if JIKIM_DEMO else "")
JIKIM_TODAY: dt.date | None = dt.date.fromisoformat(_today) if _today else None
#: where a worker's quick exit leads: any harmless page outside the programme
JIKIM_NEUTRAL_PAGE = os.environ.get("JIKIM_NEUTRAL_PAGE", "https://www.weather.go.kr/")
#: what the card and every poster lead to: the page for the ten minutes after; rooms that come before it know it from here
JIKIM_NOW_PATH = "/now/"
JIKIM_FILE_LIMIT_BYTES = 20 * 1024 * 1024

SECRET_KEY = HOME.secret_key_file.read_text().strip() if HOME.secret_key_file.exists() else "unsafe-no-data-folder"
ALLOWED_HOSTS = [host for host in os.environ.get("JIKIM_HOSTS", "localhost,127.0.0.1,[::1]").split(",") if host]
CSRF_TRUSTED_ORIGINS = [JIKIM_BASE_URL] if JIKIM_BASE_URL.startswith("https://") else []
HTTPS = JIKIM_BASE_URL.startswith("https://")
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31536000
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME, LANGUAGE_COOKIE_NAME = "jikim_session", "jikim_csrf", "jikim_language"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "jikim.shared.ui.errors.forbidden_by_csrf"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "axes",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "jikim.apps.JikimConfig",
    "jikim.vault.apps.VaultConfig",
]

MIDDLEWARE = [
    "jikim.config.health.HealthMiddleware",
    "jikim.shared.worker_pages.WorkerPagesMiddleware",
    "jikim.shared.open_pages.OpenPagesMiddleware",
    "jikim.shared.requests.RequestNumberMiddleware",
    "jikim.shared.ui.errors.IncidentMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "jikim.shared.ui.storage.StaticFilesMiddleware",
    "jikim.shared.ui.compress.CompressionMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "jikim.shared.ui.language.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "jikim.areas.people.middleware.ActorMiddleware",
    "jikim.areas.people.middleware.SecondFactorMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "jikim.config.urls"
WSGI_APPLICATION = "jikim.config.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [
                ("django.template.loaders.cached.Loader", [
                    "jikim.shared.ui.loader.RoomLoader",
                    "django.template.loaders.app_directories.Loader",
                ]),
            ],
            "builtins": ["django.templatetags.i18n", "jikim.shared.ui.tags"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "jikim.shared.ui.context.page",
            ],
        },
    }
]

# --- databases -------------------------------------------------------------------------------------------------------
_SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 30,
    "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA foreign_keys=ON;PRAGMA secure_delete=ON;",
}


def _database(variable: str, sqlite_file: Path) -> dict[str, Any]:
    url = os.environ.get(variable)
    if not url:
        # kept open between requests: opening and its PRAGMAs cost more than most questions
        return {
            "ENGINE": "django.db.backends.sqlite3", "NAME": str(sqlite_file), "OPTIONS": dict(_SQLITE_OPTIONS),
            "CONN_MAX_AGE": 60,
        }  # fmt: skip
    config: dict[str, Any] = dict(dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True))
    if config["ENGINE"].endswith("sqlite3"):
        config["OPTIONS"] = dict(_SQLITE_OPTIONS)
    return config


DATABASES = {
    "default": _database("DATABASE_URL", HOME.database),
    "vault": _database("VAULT_DATABASE_URL", HOME.vault_database),
}
DATABASE_ROUTERS = ["jikim.config.routers.VaultRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "jikim_cache", "OPTIONS": {"MAX_ENTRIES": 100_000}},
}
SILENCED_SYSTEM_CHECKS: list[str] = []

# --- jobs and mail ---------------------------------------------------------------------------------------------------
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "slow"]}}
EMAIL_BACKEND = "jikim.shared.mail.backend.QueuedBackend"
EMAIL_URL = os.environ.get("EMAIL_URL", "")
DEFAULT_FROM_EMAIL = os.environ.get("JIKIM_MAIL_FROM", "Jikim <no-reply@localhost>")

# --- accounts --------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "jikim.Person"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [{"NAME": "jikim.areas.people.passwords.StrengthValidator"}]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "front"
ACCOUNT_ADAPTER = "jikim.areas.people.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_DISPLAY = "jikim.areas.people.adapter.display"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_RATE_LIMITS = {"login": "", "reset_password": "5/m/key", "reset_password_from_key": ""}  # by address: shared.throttle
ACCOUNT_FORMS = {
    "login": "jikim.areas.people.forms.signin.LoginForm",
    "reauthenticate": "jikim.areas.people.forms.signin.ReauthenticateForm",
    "change_password": "jikim.areas.people.forms.signin.ChangePasswordForm",
    "reset_password": "jikim.areas.people.forms.signin.ResetPasswordForm",
    "reset_password_from_key": "jikim.areas.people.forms.signin.ResetPasswordKeyForm",
}
MFA_ADAPTER = "jikim.areas.people.adapter.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "jikim.areas.people.forms.signin.AuthenticateForm",
    "reauthenticate": "jikim.areas.people.forms.signin.ReauthenticateByCodeForm",
    "activate_totp": "jikim.areas.people.forms.signin.ActivateTOTPForm",
    "add_webauthn": "jikim.areas.people.forms.signin.AddWebAuthnForm",
    "edit_webauthn": "jikim.areas.people.forms.signin.EditWebAuthnForm",
}
MFA_TOTP_TOLERANCE = 1
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Jikim"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
USERSESSIONS_TRACK_ACTIVITY = False  # people.actions.sessions notes it, without a write per page
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = dt.timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_CALLABLE = "jikim.areas.people.adapter.locked_out"
AXES_USERNAME_FORM_FIELD = "login"
AXES_USERNAME_CALLABLE = "jikim.areas.people.signins.axes_name"
AXES_CLIENT_IP_CALLABLE = "jikim.shared.throttle.sender"
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_SENSITIVE_PARAMETERS = ["login", "email", "code", "credential", "as", "next"]
AXES_VERBOSE = False

# --- languages and time ----------------------------------------------------------------------------------------------
LANGUAGE_CODE = "ko"
LANGUAGES = [("ko", _("Korean")), ("en", _("English"))]
LOCALE_PATHS = sorted(str(folder) for folder in PACKAGE.glob("**/locale") if folder.is_dir())
USE_I18N = USE_TZ = True
TIME_ZONE = "Asia/Seoul"
USE_THOUSAND_SEPARATOR = False

# --- static files and scripts ----------------------------------------------------------------------------------------
STATIC_URL = "static/"
STATICFILES_DIRS = [PACKAGE / "shared" / "ui" / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "jikim.shared.ui.storage.HashedStaticStorage"},
}
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]

#: with a file the lines go there, and the terminal is left to what somebody must act on
LOG_FILE = os.environ.get("JIKIM_LOG_FILE", "")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "jikim.config.logs.JsonFormatter"}},
    "filters": {"grave": {"()": "jikim.config.logs.BelowServerError"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "json", "level": "WARNING" if LOG_FILE else "NOTSET"},
        **({"file": {"class": "logging.handlers.WatchedFileHandler", "formatter": "json", "filename": LOG_FILE,
                     "encoding": "utf-8", "delay": True}} if LOG_FILE else {}),
    },
    "root": {"handlers": ["stderr", "file"] if LOG_FILE else ["stderr"], "level": os.environ.get("JIKIM_LOG_LEVEL", "INFO")},
    "loggers": {
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        "django.request": {"level": "ERROR", "filters": ["grave"]},
        # these write who signed in from where
        "axes": {"level": "CRITICAL"},
        "allauth": {"level": "ERROR"},
        "django_tasks": {"level": "WARNING"},
        "django_tasks_db": {"level": "WARNING"},
    },
}
