"""What the operator has given: the environment, a ``.env`` file, and files that hold one secret each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from io import StringIO
from pathlib import Path

from dotenv import dotenv_values


def gather(
    environ: Mapping[str, str], env_file: Path | None, secrets: Iterable[str], others: Mapping[str, str]
) -> tuple[dict[str, str], list[str]]:
    """Collect every variable that has a value, and say which secret files were no help.

    A variable of the environment wins over the same one in ``env_file``; an empty one counts as absent.
    Each of ``secrets`` may also come as NAME_FILE, the path of a file that holds it. ``others`` gives, by another
    name that a variable may have, its own; which wins.
    """
    mistakes = []
    try:
        written = read_file(env_file)
    except (OSError, ValueError) as error:
        written = {}
        mistakes.append(f"{env_file}: {_why(error)}.")
    given = {**written, **{name: value.strip() for name, value in environ.items()}}
    given = {name: value for name, value in given.items() if value}
    given = {others[name]: given[name] for name in others if name in given} | given
    for name in secrets:
        path = given.get(f"{name}_FILE")
        if path and name in given:
            mistakes.append(f"{name}_FILE: is given and {name} too; keep one of them.")
        elif path:
            try:
                given[name] = _read_secret(Path(path))
            except ValueError as error:
                mistakes.append(f"{name}_FILE: the file {path} {error}.")
    return given, mistakes


def read_file(env_file: Path | None) -> dict[str, str]:
    """Read a ``.env`` file; no file, no variables. Raises OSError or ValueError when it cannot be read."""
    if env_file is None or not env_file.is_file():
        return {}
    text = env_file.read_text(encoding="utf-8-sig")  # Notepad writes a mark in front
    if "\0" in text:
        raise ValueError("every second byte of UTF-16 is empty")
    pairs = dotenv_values(stream=StringIO(text), interpolate=False)
    return {name: (value or "").strip() for name, value in pairs.items()}


def _why(error: OSError | ValueError) -> str:
    if isinstance(error, OSError):
        return f"can't be read: {error.strerror}"
    return "is not UTF-8 text; save it again as UTF-8 (PowerShell's > writes UTF-16)"


def _read_secret(path: Path) -> str:
    try:
        text = path.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ValueError(f"can't be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise ValueError("is not text") from None
    if not text:
        raise ValueError("is empty")
    return text
