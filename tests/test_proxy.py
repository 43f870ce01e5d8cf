"""Behind a proxy: everything that goes to a platform goes through it, and nothing else; its password is not told."""

from __future__ import annotations

import re

import aiohttp
import pytest

from adapters.discord import errors as discord_errors
from adapters.slack import errors as slack_errors
from adapters.slack.web_api import SlackWeb
from bot.doctor import examine
from bot.playground.stage import Stage
from bot.proxies import goes_direct
from bot.redact import redact
from bot.settings import SettingsError, load
from bot.unknown_settings import unknown
from core.ports.platform import TryLater
from tests.adapters.slack_bench import dm, scene
from tests.forward_proxy import PASSWORD, ForwardProxy, forward_proxy
from tests.journeys.steps import ask

NOBODY = "http://127.0.0.1:9"
TOKENS = {
    "SLACK_BOT_TOKEN": "xoxb-1-bot",
    "SLACK_APP_TOKEN": "xapp-1-app",
    "DISCORD_TOKEN": "MTAw.wrong.token",
}


async def test_everything_goes_through_the_proxy_on_both_platforms() -> None:
    """A whole booking across: every request that the emulators got came through it, and so did both sockets."""
    async with forward_proxy() as proxy:
        stage = await Stage.open(standing=True, extra={"HTTPS_PROXY": proxy.address})
        try:
            await booked_and_accepted(stage)
        finally:
            await stage.close()
    assert proxy.refused == 0
    link = stage.slack.api_url.replace("http:", "ws:").replace("/api/", "/link/")
    assert proxy.to(link), "Slack's socket"
    assert proxy.to(stage.discord.gateway_url), "Discord's gateway"
    assert proxy.to(stage.slack.api_url.removesuffix("api/")) == len(stage.slack.requests), (
        "none of them went around it"
    )
    assert proxy.to(stage.discord.api_url) == len(stage.discord.requests)


async def booked_and_accepted(stage: Stage) -> None:
    sam, ken = stage.pilot("sam"), stage.pilot("ken")
    await ask(stage, sam, "Ken", "Code review")
    await ken.presses("Accept")
    await stage.settle()
    assert sam.sees("Code review", "Confirmed").colour == "green"


async def test_the_sdk_does_not_look_for_a_proxy_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """It would take the environment's, also for the playground and whatever NO_PROXY says."""
    for name in ("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"):
        monkeypatch.setenv(name, NOBODY)
    async with scene() as bench:
        assert (await dm(bench)).message
        assert bench.app.ready


async def test_a_proxy_that_opens_no_tunnel_is_found_by_the_doctor(
    tmp_path: object, capsys: pytest.CaptureFixture[str]
) -> None:
    async with forward_proxy() as proxy:
        given = {**TOKENS, "DATABASE_URL": f"sqlite:///{tmp_path}/x.db", "HEALTH_PORT": "0"}
        assert await examine({**given, "https_proxy": proxy.address}, None) == 1
    said = capsys.readouterr().out
    assert proxy.lines == ["CONNECT slack.com:443", "CONNECT discord.com:443"]
    assert (
        f"What goes to Slack and Discord goes through the proxy 127.0.0.1:{proxy.port} (HTTPS_PROXY)." in said
    )
    for platform in ("Slack", "Discord"):
        assert re.search(rf"BAD  {platform} can't be reached at .*403", said), said
    assert "sesame" not in said


async def test_what_a_proxy_refuses_was_certainly_not_sent() -> None:
    async with forward_proxy() as proxy:
        web = SlackWeb(bot_token="xoxb-1", api_url="https://slack.com/api/", proxy=proxy.address)
        try:
            with pytest.raises(TryLater):
                await slack_errors.sending(web.client.chat_postMessage(channel="D1", text="Hello"))
        finally:
            await web.close()
        with pytest.raises(TryLater):
            await discord_errors.sending(asked_through(proxy))


async def asked_through(proxy: ForwardProxy) -> None:
    async with aiohttp.ClientSession(proxy=proxy.address) as session, session.get("https://discord.com/"):
        raise AssertionError("nobody is there")


def test_a_proxy_is_for_each_platform_that_no_proxy_does_not_name() -> None:
    settings = load({**TOKENS, "https_proxy": "proxy:3128", "NO_PROXY": "localhost, .discord.com"})
    assert settings.slack is not None
    assert settings.discord is not None
    assert (settings.slack.proxy, settings.discord.proxy) == ("http://proxy:3128", None)
    assert load({**TOKENS, "https_proxy": NOBODY, "HTTPS_PROXY": "http://own:1"}).slack is not None


def test_the_password_of_a_proxy_is_told_nowhere() -> None:
    written = f"http://bot:{PASSWORD.replace('/', '%2F')}@proxy:3128"
    settings = load({**TOKENS, "HTTPS_PROXY": written})
    shown = f"{settings!r} {settings.slack!r} {settings.discord!r}"
    assert "sesame" not in shown
    assert "sesame" not in str(redact(None, "", {"reason": f"Cannot connect to {written} [refused]"}))


@pytest.mark.parametrize(
    "written", ["socks5://proxy:1080", "http://", "http://proxy:many", "http://a:hush@/"]
)
def test_what_is_no_http_proxy_is_a_mistake(written: str) -> None:
    with pytest.raises(SettingsError, match=r"HTTPS_PROXY: must be the address of an HTTP proxy") as refused:
        load({"HTTPS_PROXY": written})
    assert "hush" not in str(refused.value)


def test_the_doctor_knows_the_names_that_other_programs_read() -> None:
    names = ("HTTP_PROXY", "http_proxy", "https_proxy", "no_proxy", "NO_PROXY", "ALL_PROXY", "FTP_PROXY")
    assert unknown(dict.fromkeys(names, "x")) == ()


@pytest.mark.parametrize(
    ("host", "no_proxy", "direct"),
    [
        ("slack.com", "", False),
        ("slack.com", "slack.com", True),
        ("slack.com", " Slack.com:443 , other", True),
        ("wss.slack.com", ".slack.com", True),
        ("slack.com", ".slack.com", True),
        ("notslack.com", "slack.com", False),
        ("slack.com", "*", True),
        ("slack.com", ",,", False),
        ("::1", "::1", True),
    ],
)
def test_no_proxy_names_hosts_and_all_below_them(host: str, no_proxy: str, *, direct: bool) -> None:
    assert goes_direct(host, no_proxy) is direct
