"""Check every view against Slack's own TypeScript types: `python -m tests.types`.

It needs npm, and says so where there is none.
"""

import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.surfaces.samples import SAMPLES, Sample, kind, payload
from views.language import Translator, Translators

HERE = Path(__file__).parent
TSC = HERE / "node_modules" / "typescript" / "bin" / "tsc"
HEAD = (
    'import type { HomeView, KnownBlock, ModalView } from "@slack/types"; '
    'type Modal = Omit<ModalView, "blocks"> & { blocks: KnownBlock[] }; '
    'type Home = Omit<HomeView, "blocks"> & { blocks: KnownBlock[] };'
)
OPTIONS = ("--noEmit", "--strict", "--target", "es2022", "--module", "nodenext")
TYPES = {"modal": "Modal", "home": "Home"}
PLACE = re.compile(r"^\S*views\.ts\((\d+),\d+\)", re.MULTILINE)


def main() -> int:
    npm, node = shutil.which("npm"), shutil.which("node")
    if npm is None or node is None:
        sys.stdout.write("There is no npm here: the check against Slack's types is left out.\n")
        return 0
    if not _installed() and subprocess.call([npm, "ci", "--no-audit", "--no-fund"], cwd=HERE):  # noqa: S603 - npm, and our own arguments
        sys.stdout.write("npm could not install what tests/types/package-lock.json names.\n")
        return 1
    return _check(node, [(s, say) for say in Translators.read("en") for s in SAMPLES])


def _installed() -> bool:
    lock = HERE / "package-lock.json"
    installed = HERE / "node_modules" / ".package-lock.json"
    return installed.exists() and installed.stat().st_mtime >= lock.stat().st_mtime


def _check(node: str, shown: list[tuple[Sample, Translator]]) -> int:
    with tempfile.TemporaryDirectory(dir=HERE, prefix="build-") as folder:
        file = Path(folder) / "views.ts"
        lines = [HEAD, *(_line(sample, say) for sample, say in shown)]
        file.write_text("\n".join(lines), encoding="utf-8")
        run = subprocess.run(  # noqa: S603 - the compiler that the lock names, on our own file
            [node, str(TSC), *OPTIONS, str(file)], capture_output=True, text=True, check=False
        )
    names = [f"{sample.name} ({say.tag})" for sample, say in shown]
    told = PLACE.sub(lambda place: names[int(place[1]) - 2], run.stdout) + run.stderr
    sys.stdout.write(told)
    sys.stdout.write(f"{len(shown)} views against Slack's types: {_outcome(run.returncode)}\n")
    return run.returncode


def _line(sample: Sample, say: Translator) -> str:
    """Write one view as one line of TypeScript."""
    surface = sample.show(say)
    sent = payload(surface)
    of_type = TYPES.get(kind(surface))
    if of_type is None:
        return f"({json.dumps(sent['blocks'])}) satisfies KnownBlock[];"
    return f"({json.dumps(sent)}) satisfies {of_type};"


def _outcome(code: int) -> str:
    return "faults, see above" if code else "no fault"


if __name__ == "__main__":
    raise SystemExit(main())
