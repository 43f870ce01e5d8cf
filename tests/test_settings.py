"""Settings: what is accepted, and that every mistake is told at once, in plain words and without a secret."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from bot.settings import VARIABLES, SettingsError, env_example, load, settings_table
from bot.unknown_settings import unknown

ROOT = Path(__file__).parent.parent
SLACK = {"SLACK_BOT_TOKEN": "xoxb-1-bot", "SLACK_APP_TOKEN": "xapp-1-app"}
DISCORD = {"DISCORD_TOKEN": "made.up.token"}
ACCOUNT = """{"type": "service_account", "client_email": "bot@example.org", "private_key": "hush",
 "token_uri": "https://oauth2.example.org/token"}"""


def mistakes(**given: str) -> tuple[str, ...]:
    with pytest.raises(SettingsError) as refused:
        load(given)
    assert str(refused.value) == "\n".join(refused.value.mistakes)
    return refused.value.mistakes


def test_without_tokens_every_platform_is_off_and_everything_else_has_a_default() -> None:
    settings = load({})
    assert (settings.slack, settings.discord) == (None, None)
    assert settings.database_url == "sqlite+aiosqlite:///data/bookings.db"
    assert settings.log_level == "INFO"


def test_a_platform_is_on_when_its_tokens_are_there() -> None:
    settings = load({**SLACK, **DISCORD})
    assert settings.slack is not None
    assert settings.discord is not None
    assert settings.slack.app_token.get_secret_value() == "xapp-1-app"
    assert settings.slack.api_url == "https://slack.com/api/"
    assert settings.discord.token.get_secret_value() == "made.up.token"
    assert settings.discord.api_url == "https://discord.com/api/v10"
    assert settings.discord.gateway_url == "wss://gateway.discord.gg/"


def test_the_core_gets_its_part() -> None:
    policy = load({"ANSWER_HOURS": "24", "COMPLETE_GRACE_MINUTES": "0", "MAX_OPEN_REQUESTS": "2"}).policy()
    assert policy.answer_within == timedelta(hours=24)
    assert policy.grace == timedelta(0)
    assert policy.open_requests == 2


@pytest.mark.parametrize("missing", SLACK)
def test_half_of_slack_is_a_mistake(missing: str) -> None:
    (said,) = mistakes(**{name: value for name, value in SLACK.items() if name != missing})
    assert said.startswith(f"{missing}: is missing")


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("sqlite:///bookings.db", "sqlite+aiosqlite:///bookings.db"),
        ("sqlite:////var/lib/bot/bookings.db", "sqlite+aiosqlite:////var/lib/bot/bookings.db"),
        ("sqlite+aiosqlite:///bookings.db", "sqlite+aiosqlite:///bookings.db"),
        ("postgres://ana:pw@host/bookings", "postgresql+psycopg://ana:pw@host/bookings"),
        ("postgresql://host/bookings?sslmode=require", "postgresql+psycopg://host/bookings?sslmode=require"),
        ("postgresql+psycopg://host/bookings", "postgresql+psycopg://host/bookings"),
    ],
)
def test_a_hosting_providers_database_address_gets_our_driver(given: str, used: str) -> None:
    assert load({"DATABASE_URL": given}).database_url == used


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:4000", "[::1]:4000"])
def test_addresses_on_this_machine_may_be_plain(host: str) -> None:
    settings = load(
        {**DISCORD, "DISCORD_API_URL": f"http://{host}/api/v10", "DISCORD_GATEWAY_URL": f"ws://{host}/"}
    )
    assert settings.discord is not None
    assert settings.discord.api_url == f"http://{host}/api/v10"
    assert settings.discord.gateway_url == f"ws://{host}/"


WRONG = [
    ("SLACK_API_URL", "http://slack.example.org/api/"),
    ("SLACK_API_URL", "http://127.0.0.1.example.org/api/"),
    ("SLACK_API_URL", "http://localhost@slack.example.org/"),
    ("SLACK_API_URL", "https://host:port/"),
    ("DISCORD_API_URL", "discord.com/api"),
    ("DISCORD_GATEWAY_URL", "ws://gateway.example.org/"),
    ("DISCORD_GATEWAY_URL", "https://gateway.discord.gg/"),
    ("DISCORD_CHAT_CHANNEL", "#general"),
    ("DISCORD_SERVER", "our server"),
    ("DISCORD_TOKEN", "Bot made.up.token"),
    ("DISCORD_TOKEN", '"made.up.token"'),
    ("DATABASE_URL", "mysql://host/bookings"),
    ("DATABASE_URL", "postgresql+asyncpg://host/bookings"),
    ("DATABASE_URL", "sqlite://bookings.db"),
    ("DATABASE_URL", "sqlite://"),
    ("DATABASE_URL", "sqlite:///:memory:"),
    ("DATABASE_URL", "sqlite:///file:bookings?mode=memory&uri=true"),
    ("DATABASE_URL", "sqlite:///?cache=shared"),
    ("DATABASE_URL", "bookings.db"),
    ("MEETING_URL_TEMPLATE", "http://meet.example.org/{room}"),
    ("MEETING_URL_TEMPLATE", "https://meet.example.org/room"),
    ("MEETING_URL_TEMPLATE", "https://meet.example.org/{room}/{mentor}"),
    ("MEETING_URL_TEMPLATE", "https://localhost/{room}"),
    ("MEETING_URL_TEMPLATE", "https://{room}.example.org/"),
    ("COMMAND_PREFIX", "/acme"),
    ("COMMAND_PREFIX", "Acme-"),
    ("ANSWER_HOURS", "two days"),
    ("ANSWER_HOURS", "0"),
    ("ANSWER_HOURS", "1.5"),
    ("MAX_OPEN_REQUESTS", "-1"),
    ("HEALTH_PORT", "65536"),
    ("HEALTH_PORT", "9" * 5000),
    ("HEALTH_HOST", "everywhere"),
    ("HEALTH_HOST", "0.0.0"),
    ("HTTPS_PROXY", "socks5://proxy.example.org"),
    ("LOG_LEVEL", "loud"),
    ("MEETING_PROVIDER", "teams"),
    ("ZOOM_ACCOUNT_ID", "an id"),
    ("ZOOM_CLIENT_SECRET", '"hush"'),
    ("ZOOM_API_URL", "http://api.example.org/"),
    ("DISCORD_VOICE_CHANNEL", "#calls"),
    ("GOOGLE_SUBJECT", "Ana <ana@example.org>"),
    ("PROGRAM_NAME", "A name that is far too long for any title"),
    ("PROGRAM_NAME", "two\nlines"),
]


@pytest.mark.parametrize(("variable", "value"), WRONG)
def test_a_mistake_names_its_variable_and_gives_an_example_that_is_right(variable: str, value: str) -> None:
    (said,) = mistakes(**{variable: value})
    assert said.startswith(f"{variable}: ")
    example = said.rpartition(f"Example: {variable}=")[2]
    load({**SLACK, variable: example})


ZOOM = {"ZOOM_ACCOUNT_ID": "acc-1", "ZOOM_CLIENT_ID": "client-1", "ZOOM_CLIENT_SECRET": "hush-zoom"}


def test_a_template_makes_the_links_unless_somebody_else_is_named() -> None:
    assert not load({}).policy().makes_links
    jitsi = load({"MEETING_PROVIDER": "jitsi", "MEETING_URL_TEMPLATE": "https://meet.example.org/{room}"})
    assert jitsi.policy().room("x") == "https://meet.jit.si/mentoring-x"
    assert not jitsi.policy().makes_links


def test_zoom_is_on_when_it_is_named_and_has_what_it_needs() -> None:
    settings = load({"MEETING_PROVIDER": "Zoom", **ZOOM})
    assert settings.zoom is not None and settings.policy().makes_links
    assert (settings.zoom.account, settings.zoom.user) == ("acc-1", "me")
    assert settings.zoom.secret.get_secret_value() == "hush-zoom"
    assert load(ZOOM).zoom is None, "the template is the default"
    assert "hush" not in f"{settings!r} {settings.zoom!r}"


@pytest.mark.parametrize(
    ("provider", "missing"),
    [
        ("zoom", set(ZOOM)),
        ("google", {"GOOGLE_SERVICE_ACCOUNT_FILE"}),
        ("discord", {"DISCORD_TOKEN", "DISCORD_VOICE_CHANNEL"}),
    ],
)
def test_what_a_provider_lacks_is_told_at_once_with_everything_else(provider: str, missing: set[str]) -> None:
    said = mistakes(MEETING_PROVIDER=provider, HEALTH_PORT="many")
    assert {line.partition(":")[0] for line in said} == missing | {"HEALTH_PORT"}
    assert all(f"MEETING_PROVIDER={provider} needs it" in line for line in said if "HEALTH" not in line)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "can't be read"),
        ("hush", "is not JSON"),
        ("[]", "not the key of a service account"),
        ('{"type": "authorized_user", "client_secret": "hush"}', "not the key of a service account"),
        (ACCOUNT.replace("https://", "http://"), "token_uri"),
        (ACCOUNT, "private_key can't be read"),
    ],
)
def test_a_service_accounts_file_that_is_no_help_is_a_mistake(
    tmp_path: Path, content: str | None, words: str
) -> None:
    path = tmp_path / "account.json"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    (said,) = mistakes(MEETING_PROVIDER="google", GOOGLE_SERVICE_ACCOUNT_FILE=str(path))
    assert said.startswith("GOOGLE_SERVICE_ACCOUNT_FILE: ") and words in said
    assert "hush" not in said
    assert load({"GOOGLE_SERVICE_ACCOUNT_FILE": str(path)}).google is None, "nobody asked for it"


def test_a_missing_signer_is_one_mistake_that_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "jwt", None)
    (said,) = mistakes(MEETING_PROVIDER="google", GOOGLE_SERVICE_ACCOUNT_FILE="account.json")
    assert "mentor-booking-bot[google]" in said


def test_all_mistakes_are_told_at_once() -> None:
    said = mistakes(
        SLACK_BOT_TOKEN="xapp-swapped", HEALTH_PORT="x", LOG_LEVEL="loud", DATABASE_URL="mysql://h/x"
    )
    assert {line.partition(":")[0] for line in said} == {
        "SLACK_BOT_TOKEN",
        "SLACK_APP_TOKEN",
        "HEALTH_PORT",
        "LOG_LEVEL",
        "DATABASE_URL",
    }


def test_no_secret_is_ever_printed() -> None:
    given = {"SLACK_BOT_TOKEN": "bad-hush1", "SLACK_APP_TOKEN": "xapp-hush 2", "DISCORD_TOKEN": "hush 3"}
    said = "\n".join(mistakes(**given, DATABASE_URL="mysql://ana:hush4@h/x"))
    assert "hush" not in said
    settings = load({**SLACK, **DISCORD, "DATABASE_URL": "postgresql://ana:hush@h/x"})
    shown = f"{settings!r} {settings} {settings.slack!r} {settings.discord!r}"
    assert not any(secret in shown for secret in ("hush", "xoxb-1", "xapp-1", "made.up"))


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    env_file = tmp_path / ".env"
    env_file.write_text('\ufeffANSWER_HOURS=24\nLOG_LEVEL="debug"\nHEALTH_PORT=\n', encoding="utf-8")
    settings = load({"ANSWER_HOURS": "12"}, env_file)
    assert (settings.answer_hours, settings.log_level, settings.health_port) == (12, "DEBUG", 8080)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "latin-1"])
def test_a_file_that_is_not_utf_8_is_one_mistake_among_the_others(tmp_path: Path, encoding: str) -> None:
    env_file = tmp_path / ".env"
    env_file.write_text("PROGRAM_NAME=M\u00e9ntoring\n", encoding=encoding)
    with pytest.raises(SettingsError) as refused:
        load({"HEALTH_PORT": "many"}, env_file)
    file, port = refused.value.mistakes
    assert file == f"{env_file}: is not UTF-8 text; save it again as UTF-8 (PowerShell's > writes UTF-16)."
    assert port.startswith("HEALTH_PORT: ")


def test_a_missing_driver_is_one_mistake_that_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    (said,) = mistakes(DATABASE_URL="postgresql://host/bookings")
    assert said.startswith("DATABASE_URL: needs PostgreSQL's driver")
    assert "mentor-booking-bot[postgres]" in said
    assert load({}).database_url.startswith("sqlite")


def test_no_file_is_fine(tmp_path: Path) -> None:
    assert load({}, tmp_path / ".env") == load({})


def test_a_secret_may_lie_in_a_file_of_its_own(tmp_path: Path) -> None:
    secret = tmp_path / "token"
    secret.write_text("made.up.token\n", encoding="utf-8")
    settings = load({"DISCORD_TOKEN_FILE": str(secret)})
    assert settings.discord is not None
    assert settings.discord.token.get_secret_value() == "made.up.token"
    assert "keep one" in mistakes(DISCORD_TOKEN_FILE=str(secret), DISCORD_TOKEN="other")[0]


@pytest.mark.parametrize("content", [None, b"", b"\xff\xfe\x00"])
def test_a_secret_file_that_is_no_help_is_a_mistake(tmp_path: Path, content: bytes | None) -> None:
    secret = tmp_path / "token"
    if content is not None:
        secret.write_bytes(content)
    (said,) = mistakes(DISCORD_TOKEN_FILE=str(secret))
    assert said.startswith(f"DISCORD_TOKEN_FILE: the file {secret} ")


def test_a_mistyped_variable_is_noticed(tmp_path: Path) -> None:
    env_file = tmp_path / ".env"
    env_file.write_text("ANSWR_HOURS=3\nLOG_LEVEL=INFO\n", encoding="utf-8")
    said = unknown({"SLACK_TOKEN": "x", "HEALTHPORT": "1", "PATH": "/bin", **DISCORD}, env_file)
    assert [line.partition(":")[0] for line in said] == ["ANSWR_HOURS", "SLACK_TOKEN", "HEALTHPORT"]
    assert "ANSWER_HOURS" in said[0]
    assert "SLACK_BOT_TOKEN" in said[1]
    assert "HEALTH_PORT" in said[2]


def test_the_example_file_names_every_setting_and_changes_nothing(tmp_path: Path) -> None:
    shown = (ROOT / ".env.example").read_text(encoding="utf-8")
    assert shown == env_example(), "out of date; run: python3 dev bot generate"
    assert all(f"\n# {variable}=" in shown for variable in VARIABLES)
    copy = tmp_path / ".env"
    copy.write_text(shown, encoding="utf-8")
    assert load({}, copy) == load({})
    uncommented = [line.removeprefix("# ") for line in shown.splitlines() if line[2:].startswith(VARIABLES)]
    copy.write_text("\n".join(uncommented), encoding="utf-8")
    settings = load({}, copy)
    assert settings.slack is not None
    assert settings.discord is not None


def test_the_table_has_one_row_for_each_setting() -> None:
    rows = settings_table().splitlines()[2:]
    assert [row.split("`")[1] for row in rows] == list(VARIABLES)


def test_reading_settings_needs_no_platform_and_no_database() -> None:
    ask = "import sys, bot.settings; print(*{name.partition('.')[0] for name in sys.modules})"
    loaded = subprocess.run([sys.executable, "-c", ask], cwd=ROOT, capture_output=True, text=True, check=True)
    assert not {"sqlalchemy", "slack_bolt", "slack_sdk", "discord", "aiohttp"} & set(loaded.stdout.split())
