"""The Slack app's manifest, with the bot's own address filled in."""

from pathlib import Path

PLACEHOLDER = "https://stores.example.com"


def filled_manifest(public_url: str) -> str:
    """Return `app_manifest.yml` with `public_url` instead of the example's address."""
    package = Path(__file__).parents[1]
    for folder in (package, package.parent):
        manifest = folder / "app_manifest.yml"
        if manifest.exists():
            return manifest.read_text(encoding="utf-8").replace(PLACEHOLDER, public_url)
    raise FileNotFoundError("app_manifest.yml")
