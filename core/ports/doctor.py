"""What the doctor finds when it looks at a set-up: sentences for operators, from the program and from each platform."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; a bad one says what is wrong and what to do about it."""

    good: bool
    sentence: str

    def __str__(self) -> str:
        return f"{'ok ' if self.good else 'BAD'}  {self.sentence}"


def well(sentence: str) -> Finding:
    """Say that something is as it should be."""
    return Finding(good=True, sentence=sentence)


def bad(sentence: str) -> Finding:
    """Say what is wrong and what to do about it."""
    return Finding(good=False, sentence=sentence)


def unreached(platform: str, variable: str, api_url: str, error: Exception) -> Finding:
    """Say that nobody, or somebody else, answers at a platform's address; ``variable`` can set another one."""
    return bad(
        f"{platform} can't be reached at {api_url}: {in_words(error)}. "
        f"Check the network, and {variable} if it is set."
    )


def in_words(error: Exception) -> str:
    """Return the first line of an error, as what follows is advice to programmers; many have no words of their own."""
    first = str(error).strip().partition("\n")[0]
    return " ".join(first.split()).rstrip(".") or type(error).__name__
