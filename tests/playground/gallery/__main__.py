"""Takes every picture of ``docs/gallery.md``, or those of the scenes that are named: ``python3 dev gallery``."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from playwright.async_api import Error

from bot import log
from bot.playground.page.server import serve
from bot.playground.pilots.seen import NotSeen
from bot.playground.stage import Stage
from tests.playground.browser import BROWSER, why_not
from tests.playground.gallery.camera import TALL, Camera, camera
from tests.playground.gallery.document import document, file_name, files
from tests.playground.gallery.scene import MONDAY, Scene
from tests.playground.gallery.table import SCENES

NO_EMOJI = """No font of this machine has emoji, so signs are drawn as boxes.
On Debian and Ubuntu: apt install fonts-noto-color-emoji"""
ATTEMPTS = 2
"""A browser on a busy machine is late now and then; what fails twice is a mistake."""
DOCS = Path(__file__).parents[3] / "docs"
FOLDER = DOCS / "gallery"


async def shoot(lens: Camera, scene: Scene) -> dict[str, str]:
    """Play a scene and take its pictures; return for each file what stands on it."""
    stage = await Stage.open(start=MONDAY, standing=True)
    server = await serve(stage)
    alts: dict[str, str] = {}
    try:
        casts = await scene.play(stage)
        await lens.open(server.url, TALL)
        for platform, cast in casts.items():
            for picture in scene.pictures:
                shot = await lens.take(picture, cast, server.url)
                name = file_name(scene, picture, platform)
                (FOLDER / name).write_bytes(shot.data)
                alts[name] = shot.alt
    finally:
        await lens.page.goto("about:blank")
        await server.close()
        await stage.close()
    return alts


async def gallery(names: list[str]) -> int:
    """Take the pictures; the result is the exit code.

    1 when a scene could not be played to its end, 2 when there is no such scene. What was taken is kept either way.
    """
    if unknown := set(names) - {scene.name for scene in SCENES}:
        print(f"No scene is called {', '.join(sorted(unknown))}.", file=sys.stderr)
        return 2
    FOLDER.mkdir(parents=True, exist_ok=True)
    wanted = [scene for scene in SCENES if not names or scene.name in names]
    alts: dict[str, str] = {}
    failed: dict[str, str] = {}
    async with camera() as lens:
        if not await lens.draws_emoji():
            print(NO_EMOJI, file=sys.stderr)
        for scene in wanted:
            for _ in range(ATTEMPTS):
                try:
                    alts |= await shoot(lens, scene)
                except (AssertionError, LookupError, TimeoutError, Error, NotSeen) as why:
                    failed[scene.name] = str(why)
                else:
                    failed.pop(scene.name, None)
                    break
    for name, why_it_failed in failed.items():
        print(f"{name}: {why_it_failed}\n", file=sys.stderr)
    if not names:
        for old in set(FOLDER.iterdir()) - {FOLDER / name for name in files()}:
            old.unlink()
        (DOCS / "gallery.md").write_text(document(alts), encoding="utf-8")
    print(f"{len(alts)} pictures of {len(wanted) - len(failed)} scenes; {len(failed)} scenes failed.")
    return 1 if failed else 0


if __name__ == "__main__":
    log.configure("ERROR")
    if BROWSER is None:
        sys.exit(why_not())
    sys.exit(asyncio.run(gallery(sys.argv[1:])))
