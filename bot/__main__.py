"""The command line: ``python -m bot run | play | doctor | db | person | program | manifest | generate``."""

from __future__ import annotations

import signal

if __name__ == "__main__":  # Ctrl-C while the imports run ends the program without a traceback
    signal.signal(signal.SIGINT, signal.SIG_DFL)

import asyncio
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn, TypeVar

import typer

from bot.program import CALLED
from bot.settings import PLAYED, VARIABLES, SettingsError, load

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Collection

    from bot.settings import Settings

app = typer.Typer(
    no_args_is_help=True, add_completion=False, help="Mentor sessions, booked in Slack and Discord."
)
db = typer.Typer(no_args_is_help=True, help="Look after the database.")
app.add_typer(db, name="db")
person = typer.Typer(no_args_is_help=True, help="Export or erase what is stored about somebody.")
app.add_typer(person, name="person")
program = typer.Typer(
    no_args_is_help=True, help="Write what organisers have decided to a file, and apply one."
)
app.add_typer(program, name="program")

T = TypeVar("T")

ENV_FILE = Path(".env")
NO_PLATFORM = (
    "No platform is configured: set SLACK_BOT_TOKEN and SLACK_APP_TOKEN, or DISCORD_TOKEN, or both "
    f"(or try everything without tokens: {CALLED} play)."
)


def _settings(names: Collection[str] = VARIABLES) -> Settings:
    try:
        return load(os.environ, ENV_FILE if ENV_FILE.exists() else None, names=names)
    except SettingsError as error:
        _refuse(str(error))


def _refuse(sentence: str) -> NoReturn:
    print(sentence, file=sys.stderr)
    raise typer.Exit(2)


def _use_database(work: Awaitable[T]) -> T:
    """Run ``work``; a database that cannot be used ends the program with one sentence."""
    from bot import log  # noqa: PLC0415 - so that --help stays fast
    from bot.database import DatabaseUnusable, in_one_sentence  # noqa: PLC0415 - as above

    log.configure("WARNING")  # or a traceback with every variable in it would stand before the sentence

    async def go() -> T:
        async with in_one_sentence():
            return await work

    try:
        return asyncio.run(go())
    except DatabaseUnusable as unusable:
        print(unusable, file=sys.stderr)
        raise typer.Exit(unusable.code) from None


@app.command()
def run() -> None:
    """Connect to every platform whose tokens are set, and serve until SIGTERM."""
    settings = _settings()
    if settings.slack is None and settings.discord is None:
        _refuse(NO_PLATFORM)
    from bot import log  # noqa: PLC0415 - so that --help and mistakes stay fast
    from bot.compose import compose  # noqa: PLC0415 - as above
    from bot.runtime import serve, utc_now  # noqa: PLC0415 - as above

    log.configure(settings.log_level)
    raise typer.Exit(asyncio.run(serve(compose(settings, clock=utc_now))))


@app.command()
def play(
    port: Annotated[
        int,
        typer.Option(help="Where the page listens, or the next free port; 0 takes any.", min=0, max=65535),
    ] = 8765,
    page: Annotated[
        bool | None, typer.Option("--page/--tour", help="The page, or the scripted tour.")
    ] = None,
    show: Annotated[
        bool | None, typer.Option("--open/--no-open", help="Whether to open the page in the browser.")
    ] = None,
) -> None:
    """Try the whole product on this machine, on both platforms, without a token."""
    from bot.playground.play import open_in_browser, serve_page  # noqa: PLC0415 - the playground is large
    from bot.playground.tour import tour  # noqa: PLC0415 - as above

    if not (sys.stdout.isatty() if page is None else page):
        raise typer.Exit(asyncio.run(tour()))
    settings = _settings(PLAYED)
    opens = settings.open_browser if show is None else show
    serving = serve_page(port, program=settings.program_name, show=open_in_browser if opens else None)
    raise typer.Exit(asyncio.run(serving))


@app.command()
def doctor() -> None:
    """Check the settings, the tokens and the database, which is brought to the newest schema."""
    from bot.doctor import examine  # noqa: PLC0415 - so that --help stays fast

    raise typer.Exit(asyncio.run(examine(os.environ, ENV_FILE if ENV_FILE.exists() else None)))


@app.command()
def manifest(platform: Annotated[str, typer.Argument(help="slack or discord")]) -> None:
    """Print the app manifest of a platform; for Discord also say where the bot is added to a server."""
    from bot.generated import MANIFESTS, invitation  # noqa: PLC0415 - imports the adapters

    if platform not in MANIFESTS:
        _refuse(f"There is no manifest for {platform!r}; the platforms are: {', '.join(MANIFESTS)}.")
    settings = _settings()
    made = MANIFESTS[platform](settings.command_prefix, settings.program_name)
    print(json.dumps(made, indent=2, ensure_ascii=False))
    if platform == "discord":
        token = settings.discord.token.get_secret_value() if settings.discord else ""
        print(invitation(token), file=sys.stderr)


@app.command()
def generate(
    *, check: Annotated[bool, typer.Option("--check", help="Only say what is out of date.")] = False
) -> None:
    """Write every generated file of a checkout anew: manifests, .env.example, the schema and parts of pages."""
    from bot.generated import WITH_PARTS, stale, write  # noqa: PLC0415 - imports the adapters

    if lacking := [name for name in WITH_PARTS if not Path(name).is_file()]:
        _refuse(f"There is no {lacking[0]} here: these are the files of a checkout; go to its folder first.")
    if not check:
        write(Path())
        return
    behind = stale(Path())
    for name in behind:
        print(f"{name} is out of date; run: python3 dev bot generate", file=sys.stderr)
    raise typer.Exit(1 if behind else 0)


@db.command("upgrade")
def db_upgrade() -> None:
    """Bring the database to the newest schema."""
    from core.store.store import Store  # noqa: PLC0415 - so that --help stays fast

    async def go() -> None:
        from bot.compose import PROGRAM, new_id  # noqa: PLC0415 - as above

        settings = _settings()
        store = await Store.open(settings.database_url, program=PROGRAM, new_id=new_id)
        await store.close()

    _use_database(go())
    print("The database is at the newest schema.")


@db.command("check")
def db_check() -> None:
    """Read all of the database: is it at the newest schema, undamaged, and free of overlaps? Exit 1 when it is not."""
    from core.store import schema, soundness  # noqa: PLC0415 - so that --help stays fast

    url = _settings().database_url
    if not _use_database(schema.check(url)):
        print(f"The database is behind: run {CALLED} db upgrade, or start the bot.")
        raise typer.Exit(1)
    findings = _use_database(soundness.findings(url))
    print("\n".join(findings) or "The database is at the newest schema, undamaged, and no sessions overlap.")
    raise typer.Exit(1 if findings else 0)


@db.command("backup")
def db_backup(target: Annotated[Path, typer.Argument(help="The file to write.")]) -> None:
    """Copy the database to an SQLite file while the bot runs, from PostgreSQL as well."""
    from core.store import backup  # noqa: PLC0415 - so that --help stays fast

    try:
        _use_database(backup.back_up(_settings().database_url, target))
    except backup.NotCopied as error:
        _refuse(str(error))
    print(f"Saved to {target}.")


@db.command("restore")
def db_restore(source: Annotated[Path, typer.Argument(help="A file that db backup has written.")]) -> None:
    """Put a backup into an empty database, of either kind, while the bot is stopped."""
    from core.store import backup  # noqa: PLC0415 - so that --help stays fast

    try:
        _use_database(backup.restore(_settings().database_url, source))
    except backup.NotCopied as error:
        _refuse(str(error))
    print(f"Restored from {source}.")


@db.command("copy")
def db_copy(
    target: Annotated[str, typer.Argument(help="The address of an empty database, as in DATABASE_URL.")],
) -> None:
    """Copy the database into an empty one of either kind, while the bot is stopped, and compare both."""
    from bot.moving import move  # noqa: PLC0415 - so that --help stays fast
    from core.store import backup  # noqa: PLC0415 - as above

    try:
        print(_use_database(move(_settings().database_url, target)))
    except (backup.NotCopied, ValueError) as error:
        _refuse(str(error))


Where = Annotated[str, typer.Argument(help="platform:workspace:user, such as slack:T024BE7LD:U023BECGF.")]


@person.command("export")
def person_export(
    where: Where, folder: Annotated[Path, typer.Argument(help="Where the two files are written.")] = Path()
) -> None:
    """Write everything that is stored about somebody to my-data.json and my-sessions.ics."""
    from bot import person  # noqa: PLC0415 - so that --help stays fast

    _person(lambda url: person.export(url, where, folder))


@person.command("erase")
def person_erase(where: Where) -> None:
    """Erase somebody as Privacy in the chat does, while the bot is stopped on SQLite."""
    from bot import person  # noqa: PLC0415 - so that --help stays fast

    _person(lambda _url: person.erase(_settings(), where))


def _person(work: Callable[[str], Awaitable[str]]) -> None:
    try:
        print(_use_database(work(_settings().database_url)))
    except ValueError as error:
        _refuse(str(error))


@program.command("export")
def program_export(
    target: Annotated[
        Path | None, typer.Argument(help="The file to write; without one it is printed.")
    ] = None,
) -> None:
    """Write what the organisers have decided as a YAML file."""
    from bot import program_file, program_run  # noqa: PLC0415 - so that --help stays fast

    written = program_file.write(_use_database(program_run.exported(_settings().database_url)), CALLED)
    if target is None:
        print(written, end="")
        return
    try:
        target.write_text(written, encoding="utf-8")
    except OSError as error:
        _refuse(f"{target} can't be written: {error.strerror}.")
    print(f"Written to {target}.")


@program.command("apply")
def program_apply(
    source: Annotated[Path, typer.Argument(help="A file like the one that program export writes.")],
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would change.")] = False,
) -> None:
    """Let the program be as a file says; a bot that runs heeds it within a minute."""
    from bot import program_file, program_run  # noqa: PLC0415 - so that --help stays fast

    try:
        wanted = program_file.read(source.read_text(encoding="utf-8"))
    except OSError as error:
        _refuse(f"{source} can't be read: {error.strerror}.")
    except UnicodeDecodeError:
        _refuse(f"{source} is not UTF-8 text.")
    except program_file.BadFile as bad:
        _refuse(str(bad))
    url = _settings().database_url
    print(_use_database(program_run.applied(url, wanted, dry_run=dry_run)) or "Nothing changes.")


def main() -> None:
    """Run the command line."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    app()


if __name__ == "__main__":
    main()
