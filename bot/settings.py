"""The settings: every variable the bot reads, what it means, and all mistakes in them at once."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from bot.environment import gather
from bot.platform_settings import DiscordSettings, SlackSettings
from bot.proxies import goes_direct
from bot.values import (
    ChannelId,
    Database,
    HttpsAddress,
    Identifier,
    IpAddress,
    Level,
    Name,
    Prefix,
    Provider,
    Proxy,
    ServerId,
    Switch,
    Template,
    WssAddress,
    token,
    whole,
)
from bot.video_settings import JITSI, NEEDED, GoogleSettings, ZoomSettings, bad_account, read_account
from core.domain.policy import Policy

SLACK_TOKENS = ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN")
SECRETS = (*SLACK_TOKENS, "DISCORD_TOKEN", "DATABASE_URL", "HTTPS_PROXY", "ZOOM_CLIENT_SECRET")
"""Each may also be given as NAME_FILE, the path of a file that holds it (Docker and systemd secrets)."""

IN_SMALL = {"https_proxy": "HTTPS_PROXY", "no_proxy": "NO_PROXY"}
"""Names that other programs write in small letters; the capital one wins."""


class SettingsError(Exception):
    """Settings that the operator has to mend; its text is one line for each mistake."""

    def __init__(self, mistakes: list[str]) -> None:
        super().__init__("\n".join(mistakes))
        self.mistakes = tuple(mistakes)


class Settings(BaseSettings):
    """Every setting; a field's name in capitals is its variable, its description is its documentation."""

    # Nothing is read behind our back: load() hands over the environment and .env.
    model_config = SettingsConfigDict(
        frozen=True, extra="forbid", hide_input_in_errors=True, validate_default=True
    )

    slack_bot_token: Annotated[SecretStr, token("xoxb-", "; this is the Bot User OAuth Token")] | None = (
        Field(
            None,
            description="Slack's bot token (*OAuth & Permissions*). Slack is on when it has both tokens.",
            examples=["xoxb-your-bot-token"],
        )
    )
    slack_app_token: Annotated[SecretStr, token("xapp-", "; this is the App-Level Token")] | None = Field(
        None,
        description="Slack's app-level token with `connections:write`, from *Basic Information*.",
        examples=["xapp-your-app-token"],
    )
    slack_api_url: HttpsAddress = Field(
        "https://slack.com/api/", description="Where Slack's Web API answers. Only GovSlack needs another."
    )
    discord_token: Annotated[SecretStr, token("")] | None = Field(
        None,
        description="Discord's bot token (developer portal, *Bot*). Discord is on when it is given.",
        examples=["your-bot-token"],
    )
    discord_api_url: HttpsAddress = Field(
        "https://discord.com/api/v10", description="Where Discord's API answers. Only tests need another."
    )
    discord_gateway_url: WssAddress = Field(
        "wss://gateway.discord.gg/", description="Where Discord's gateway answers. Only tests need another."
    )
    discord_server: ServerId | None = Field(
        None,
        description="The id of the server whose managers organise; needed where the bot is in several.",
        examples=["112233445566778899"],
    )
    discord_chat_channel: ChannelId | None = Field(
        None,
        description="The id of a text channel where `Chat` opens private threads.",
        examples=["112233445566778899"],
    )
    discord_voice_channel: ChannelId | None = Field(
        None,
        description="The id of a voice channel for the calls of `MEETING_PROVIDER=discord`.",
        examples=["112233445566778899"],
    )
    database_url: Database = Field(
        "sqlite:///data/bookings.db",
        description="Where bookings are kept: a SQLite file, or PostgreSQL (the extra `postgres`).",
        examples=["postgresql://user:password@host/bookings"],
        repr=False,
    )
    program_name: Name = Field(
        "Mentoring", description="What your programme is called, in titles and messages."
    )
    command_prefix: Prefix = Field(
        "", description="Put before every command, for workspaces with several bots.", examples=["acme-"]
    )
    meeting_provider: Provider = Field(
        "template",
        description="Who makes the call when the mentor has no link: template, jitsi, zoom, google or discord.",
    )
    meeting_url_template: Template = Field(
        JITSI,
        description="The video room of `template`, and when a provider fails; `{room}` becomes an unguessable name.",
    )
    zoom_account_id: Identifier | None = Field(
        None,
        description="Zoom's account id (Marketplace, *Server-to-Server OAuth* app, *App Credentials*).",
        examples=["your-account-id"],
    )
    zoom_client_id: Identifier | None = Field(
        None, description="That app's client id.", examples=["your-client-id"]
    )
    zoom_client_secret: Annotated[SecretStr, token("")] | None = Field(
        None, description="That app's client secret.", examples=["your-client-secret"]
    )
    zoom_user: Identifier = Field(
        "me",
        description="Whose meetings they are: a Zoom user's id or mail address, `me` for the app's owner.",
    )
    zoom_api_url: HttpsAddress = Field(
        "https://api.zoom.us/v2/", description="Where Zoom's API answers. Only tests need another."
    )
    zoom_oauth_url: HttpsAddress = Field(
        "https://zoom.us/", description="Where Zoom gives out tokens. Only tests need another."
    )
    google_service_account_file: str | None = Field(
        None,
        description="The path of a Google service account's key, a JSON file (the extra `google`).",
        examples=["service-account.json"],
    )
    google_subject: Identifier | None = Field(
        None,
        description="The person of your Google Workspace in whose name the account makes calls.",
        examples=["calls@example.org"],
    )
    google_calendar_id: Identifier = Field(
        "primary", description="The calendar in which the calls stand; `primary` is that person's own."
    )
    google_api_url: HttpsAddress = Field(
        "https://www.googleapis.com/calendar/v3/",
        description="Where Google's Calendar API answers. Only tests need another.",
    )
    answer_hours: Annotated[int, whole(1, 336)] = Field(
        48, description="How many hours a mentor has to answer a request; never past its start."
    )
    max_open_requests: Annotated[int, whole(1, 100)] = Field(
        5, description="How many unanswered requests one student may have at a time."
    )
    complete_grace_minutes: Annotated[int, whole(0, 1440)] = Field(
        60, description="How many minutes after its end a session completes itself."
    )
    change_notice_hours: Annotated[int, whole(0, 720)] = Field(
        0,
        description="Until how many hours before its start a student may move or cancel a session, "
        "unless the mentor sets their own.",
    )
    retention_months: Annotated[int, whole(0, 1200)] = Field(
        24, description="How many months a session is kept after its end; 0 keeps it for ever."
    )
    erased_list: str | None = Field(
        None,
        description="The file that remembers who was erased; with SQLite it stands beside the database by itself.",
        examples=["/var/lib/mentoring/erased"],
    )
    log_level: Level = Field(
        "INFO", description="How much is logged: DEBUG, INFO, WARNING, ERROR or CRITICAL."
    )
    https_proxy: Proxy | None = Field(
        None,
        description="The proxy through which Slack and Discord are reached; its user and password may stand in it.",
        examples=["http://proxy.example.org:3128"],
    )
    no_proxy: str = Field(
        "",
        description="Hosts that are reached without the proxy, with commas between; `.org` is every host below it.",
        examples=["slack.com,.example.org"],
    )
    health_port: Annotated[int, whole(0, 65535)] = Field(
        8080, description="The port of `/healthz`, `/readyz` and `/metrics`; 0 turns them off."
    )
    health_host: IpAddress = Field(
        "127.0.0.1",
        description="The IP address on which that port listens: this machine's own, or `0.0.0.0` in a container.",
        examples=["::1"],
    )
    public_url: HttpsAddress | None = Field(
        None,
        description="Where a proxy shows `/calendar/` of that port to the world; people then get private feeds.",
        examples=["https://bookings.example.org"],
    )
    open_browser: Switch = Field(
        default=True, description="Whether `play` opens its page in the browser: true or false."
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003 - the signature is pydantic's
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Take what ``load`` hands over, and nothing else."""
        return (init_settings,)

    @property
    def slack(self) -> SlackSettings | None:
        """Slack's part, or None while Slack is off."""
        if self.slack_bot_token is None or self.slack_app_token is None:
            return None
        return SlackSettings(
            bot_token=self.slack_bot_token,
            app_token=self.slack_app_token,
            api_url=self.slack_api_url,
            proxy=self._proxy_to(self.slack_api_url),
        )

    @property
    def discord(self) -> DiscordSettings | None:
        """Discord's part, or None while Discord is off."""
        if self.discord_token is None:
            return None
        return DiscordSettings(
            token=self.discord_token,
            api_url=self.discord_api_url.rstrip("/"),
            gateway_url=self.discord_gateway_url,
            server=self.discord_server,
            voice_channel=self.discord_voice_channel if self.meeting_provider == "discord" else None,
            proxy=self._proxy_to(self.discord_api_url),
        )

    @property
    def zoom(self) -> ZoomSettings | None:
        """Zoom's part, or None while another one makes the calls."""
        account, client, secret = self.zoom_account_id, self.zoom_client_id, self.zoom_client_secret
        if self.meeting_provider != "zoom" or account is None or client is None or secret is None:
            return None
        return ZoomSettings(
            account=account,
            client=client,
            secret=secret,
            user=self.zoom_user,
            api_url=self.zoom_api_url,
            oauth_url=self.zoom_oauth_url,
        )

    @property
    def google(self) -> GoogleSettings | None:
        """Google's part, or None while another one makes the calls."""
        if self.meeting_provider != "google" or self.google_service_account_file is None:
            return None
        return GoogleSettings(
            account=read_account(self.google_service_account_file),
            subject=self.google_subject or "",
            calendar=self.google_calendar_id,
            api_url=self.google_api_url,
        )

    def _proxy_to(self, api_url: str) -> str | None:
        """Return the proxy of a platform: one whose API is among NO_PROXY's hosts needs none."""
        if self.https_proxy is None or goes_direct(urlsplit(api_url).hostname or "", self.no_proxy):
            return None
        return self.https_proxy.get_secret_value()

    def policy(self) -> Policy:
        """Return what of all this the core has to know."""
        return Policy(
            program=self.program_name,
            answer_within=timedelta(hours=self.answer_hours),
            grace=timedelta(minutes=self.complete_grace_minutes),
            change_notice=timedelta(hours=self.change_notice_hours),
            open_requests=self.max_open_requests,
            retention_months=self.retention_months,
            makes_links=self.meeting_provider in NEEDED,
            chat_channel=str(self.discord_chat_channel or ""),
            room_template=JITSI if self.meeting_provider == "jitsi" else self.meeting_url_template,
        )


VARIABLES = tuple(name.upper() for name in Settings.model_fields)
PLAYED = ("OPEN_BROWSER", "PROGRAM_NAME")
"""What the playground heeds: it needs no tokens, so a mistake in one is no reason not to play."""


def load(
    environ: Mapping[str, str], env_file: Path | None = None, *, names: Collection[str] = VARIABLES
) -> Settings:
    """Read the settings; a variable of the environment wins over the same one in ``env_file``.

    Only ``names`` are looked at. An empty variable counts as absent. Raises SettingsError with every mistake.
    """
    given, mistakes = gather(environ, env_file, [name for name in SECRETS if name in names], IN_SMALL)
    given = {name: value for name, value in given.items() if name in names}
    for one, other in (SLACK_TOKENS, SLACK_TOKENS[::-1]):
        if one in given and other not in given:
            mistakes.append(f"{other}: is missing; Slack needs both its tokens. {_example(other)}")
    mistakes += _unusable(given)
    try:
        settings = Settings.model_validate({name.lower(): value for name, value in given.items()})
    except ValidationError as invalid:
        mistakes += [_sentence(str(error["loc"][0]).upper(), error["msg"]) for error in invalid.errors()]
        raise SettingsError(mistakes) from None
    if mistakes:
        raise SettingsError(mistakes)
    return settings


def _unusable(given: Mapping[str, str]) -> list[str]:
    """Say what keeps the provider that was chosen from making a call."""
    chosen = given.get("MEETING_PROVIDER", "").lower()
    return [
        f"{name}: is missing; MEETING_PROVIDER={chosen} needs it. {_example(name)}"
        for name in NEEDED.get(chosen, ())
        if name not in given
    ] + [
        _sentence(name, why)
        for name in ("GOOGLE_SERVICE_ACCOUNT_FILE",)
        if chosen == "google" and name in given and (why := bad_account(given[name]))
    ]


def env_example() -> str:
    """Write a ``.env`` that changes nothing until a line is uncommented."""
    lines = [
        "# Copy this to .env and uncomment what you need; what stays commented keeps its default.",
        "# A variable of the environment wins over the same one in .env.",
        f"# Each of these may be NAME_FILE=path instead: {', '.join(SECRETS)}.",
    ]
    for variable, default, description in _fields():
        lines += ["", f"# {description}", f"# {variable}={default or _right(variable)}"]
    return "\n".join(lines) + "\n"


def settings_table() -> str:
    """Write the README's table of settings, in Markdown, one line for each."""
    rows = [
        f"| `{variable}` | {f'`{default}`' if default else '—'} | {description} |"
        for variable, default, description in _fields()
    ]
    return "\n".join(["| Variable | Default | Meaning |", "| --- | --- | --- |", *rows]) + "\n"


def _fields() -> Iterator[tuple[str, str, str]]:
    for name, info in Settings.model_fields.items():
        yield name.upper(), "" if info.default is None else _written(info.default), info.description or ""


def _written(default: object) -> str:
    return str(default).lower() if isinstance(default, bool) else str(default)


def _right(variable: str) -> str:
    info = Settings.model_fields[variable.lower()]
    return _written((info.examples or [info.default])[0])


def _example(variable: str) -> str:
    return f"Example: {variable}={_right(variable)}"


def _sentence(variable: str, message: str) -> str:
    said = message.removeprefix("Value error, ")
    return f"{variable}: {said}{'' if said.endswith(('.', '?')) else '.'} {_example(variable)}"
