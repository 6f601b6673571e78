"""Django settings: everything an operator may change comes from the environment with the prefix OPENLAUREL_."""

import hashlib
import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

from openlaurel.adapters.environment import (
    database_settings,
    fetch_allowance,
    mail_settings,
    return_setting,
    whole_number,
)
from openlaurel.adapters.installation import DEFAULT_DATA, open_installation

PACKAGE = Path(__file__).resolve().parent.parent
INSTALLATION = open_installation(dict(os.environ), default_data=DEFAULT_DATA)
DATA = INSTALLATION.data
OPENLAUREL_URL = INSTALLATION.url
OPENLAUREL_FETCH_ALLOW = fetch_allowance(os.environ.get("OPENLAUREL_FETCH_ALLOW", ""))
# Set by openlaurel serve --vc-api, for conformance runs on this machine alone.
OPENLAUREL_VC_API = os.environ.get("OPENLAUREL_VC_API") == "1"
OPENLAUREL_DEMO = (DATA / "demo.json").exists()
# Where people report security problems: a mailto: or https: address, published in /.well-known/security.txt.
OPENLAUREL_SECURITY_CONTACT = os.environ.get("OPENLAUREL_SECURITY_CONTACT", "")

DEBUG = False
SECRET_KEY = hashlib.sha256(b"django sessions and tokens" + INSTALLATION.key).hexdigest()
_hosts = [urlsplit(url).hostname or "localhost" for url in INSTALLATION.urls]
_host = _hosts[0]
# Loopback names stay allowed, so that a health check on the machine itself gets an answer.
ALLOWED_HOSTS = [*_hosts, "127.0.0.1", "localhost", "[::1]"]
USE_X_FORWARDED_HOST = False
_secure = OPENLAUREL_URL.startswith("https://")
# TLS ends at a reverse proxy; without one, nobody but us writes these headers, so they are not believed.
ALLAUTH_TRUSTED_PROXY_COUNT = whole_number(
    os.environ.get("OPENLAUREL_PROXIES", ""), name="OPENLAUREL_PROXIES", default=int(_secure), least=0
)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ALLAUTH_TRUSTED_PROXY_COUNT else None
_cookie_prefix = "__Host-" if _secure else ""
SESSION_COOKIE_NAME = f"{_cookie_prefix}openlaurel_session"
CSRF_COOKIE_NAME = f"{_cookie_prefix}openlaurel_csrf"
LANGUAGE_COOKIE_NAME = "openlaurel_language"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = _secure
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SECURE_HSTS_SECONDS = 31_536_000 if _secure else 0
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_TRUSTED_ORIGINS = list(INSTALLATION.urls)
CSRF_FAILURE_VIEW = "openlaurel.web.errors.csrf_failure"
# HSTS for subdomains and preloading, and the redirect from http, are for the proxy's operator to decide.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W008", "security.W021"]

INSTALLED_APPS = [
    "openlaurel.apps.pages",
    "openlaurel.apps.vcapi",
    "openlaurel.apps.exchange",
    "openlaurel.apps.portfolio",
    "openlaurel.apps.wallet",
    "openlaurel.apps.challenges",
    "openlaurel.apps.moves",
    "openlaurel.apps.verifier",
    "openlaurel.apps.figures",
    "openlaurel.apps.webhooks",
    "openlaurel.apps.certificates",
    "openlaurel.apps.programmes",
    "openlaurel.apps.desk",
    "openlaurel.apps.offers",
    "openlaurel.apps.issuing",
    "openlaurel.apps.learning",
    "openlaurel.apps.assessment",
    "openlaurel.apps.letters",
    "openlaurel.apps.catalog",
    "openlaurel.apps.signon",
    "openlaurel.apps.profiles",
    "openlaurel.apps.accounts",
    "openlaurel.apps.mailing",
    "openlaurel.apps.events",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_cotton",
    "django_htmx",
    "ninja",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "openlaurel.web.static_files.StaticFiles",
    # Behind the static files, which are told from everything else by a look at the address.
    "openlaurel.web.logs.AccessLog",
    "openlaurel.apps.pages.middleware.Shelved",
    # Django pads against guessing secrets by length.
    "django.middleware.gzip.GZipMiddleware",
    "openlaurel.web.middleware.ContentSecurityPolicy",
    "openlaurel.web.middleware.NothingOfPeopleInCaches",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "openlaurel.web.middleware.RequestSize",
    "openlaurel.web.middleware.WholeAddress",
    "openlaurel.web.middleware.ApiMethods",
]

ROOT_URLCONF = "openlaurel.web.urls"
WSGI_APPLICATION = "openlaurel.web.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "web" / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "builtins": ["django_cotton.templatetags.cotton", "django.templatetags.i18n"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "openlaurel.web.context.installation",
            ],
        },
    }
]


DATABASES = {"default": database_settings(os.environ.get("OPENLAUREL_DATABASE", ""), data=DATA)}
# Rate limits count in the cache, for all processes and machines together.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "openlaurel_cache"}
}
# How many megabytes each web process keeps at hand of what visitors asked for about badges.
PAGE_MEMORY = whole_number(
    os.environ.get("OPENLAUREL_PAGE_MEMORY", ""), name="OPENLAUREL_PAGE_MEMORY", default=32, least=0
)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/home"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "10/m/ip,5/300s/key", "signup": "20/m/ip"}
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_ADAPTER = "openlaurel.apps.accounts.adapter.AccountAdapter"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_FORMS = {
    action: f"openlaurel.apps.accounts.forms.{form}"
    for action, form in {
        "login": "LoginForm",
        "signup": "SignupForm",
        "add_email": "AddEmailForm",
        "change_password": "ChangePasswordForm",
        "set_password": "SetPasswordForm",
        "reset_password": "ResetPasswordForm",
        "reset_password_from_key": "ResetPasswordKeyForm",
        "reauthenticate": "ReauthenticateForm",
        "request_login_code": "RequestLoginCodeForm",
        "confirm_login_code": "ConfirmLoginCodeForm",
        "confirm_email_verification_code": "ConfirmEmailVerificationCodeForm",
    }.items()
}

MFA_ADAPTER = "openlaurel.apps.accounts.two_factor.TwoFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1
# Browsers offer passkeys without TLS on this machine alone.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not _secure
MFA_FORMS = {
    action: f"openlaurel.apps.accounts.forms_two_factor.{form}"
    for action, form in {
        "authenticate": "AuthenticateForm",
        "reauthenticate": "ReauthenticateForm",
        "activate_totp": "ActivateTOTPForm",
        "add_webauthn": "AddWebAuthnForm",
        "edit_webauthn": "EditWebAuthnForm",
    }.items()
}

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("es", _("Spanish")), ("ar", _("Arabic"))]
FORMAT_MODULE_PATH = ["openlaurel.web.formats"]
LOCALE_PATHS = [PACKAGE / "web" / "locale"]
USE_I18N = True
USE_THOUSAND_SEPARATOR = True
TIME_ZONE = "UTC"
USE_TZ = True

STATIC_URL = "/static/"
STATICFILES_DIRS = [PACKAGE / "web" / "static", PACKAGE / "built" / "static"]
STATIC_ROOT = PACKAGE / "built" / "served"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "servestatic.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = DATA / "files"
FILE_UPLOAD_PERMISSIONS = 0o600
# One request may carry a roster of 10 MB and its form; larger ones are refused before they are read.
MOST_REQUEST_BYTES = 12 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = FILE_UPLOAD_MAX_MEMORY_SIZE = MOST_REQUEST_BYTES

DEFAULT_FROM_EMAIL = os.environ.get("OPENLAUREL_MAIL_FROM") or f"OpenLaurel <no-reply@{_host}>"
SERVER_EMAIL = DEFAULT_FROM_EMAIL
globals().update(mail_settings(os.environ.get("OPENLAUREL_SMTP", ""), data=DATA))
# A Maildir into which returned mails are put, and the secret with which a mail service posts what came back.
MAIL_BOUNCES = (
    Path(os.environ["OPENLAUREL_MAIL_BOUNCES"]) if os.environ.get("OPENLAUREL_MAIL_BOUNCES") else None
)
MAIL_RETURN = return_setting(os.environ.get("OPENLAUREL_MAIL_RETURN", ""))
MAIL_HOOK_SECRET = os.environ.get("OPENLAUREL_MAIL_HOOK_SECRET", "")
# Shows all mails to whoever opens it: only where no mail leaves, and nobody but this machine reaches the site.
MAILBOX_IS_OPEN = not os.environ.get("OPENLAUREL_SMTP") and _host in {"localhost", "127.0.0.1", "::1"}

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
COTTON_DIR = "cotton"
COTTON_SNAKE_CASED_NAMES = False

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"routes": {"()": "openlaurel.web.logs.RoutesNotAddresses"}},
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["routes"]}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("OPENLAUREL_LOG_LEVEL", "INFO").upper()},
    # The access log has a line for each request already, and deliveries say themselves what failed.
    # A stranger who asks for another host gets 400, and writes no screenful of it into the log each time.
    "loggers": {
        "django.request": {"level": "ERROR"},
        "django.security.DisallowedHost": {"level": "CRITICAL"},
        "django_tasks": {"level": "WARNING"},
    },
}
