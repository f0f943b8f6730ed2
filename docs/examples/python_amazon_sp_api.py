"""List where a store's seller sells, with python-amazon-sp-api and a token from the bot.

    pip install python-amazon-sp-api
    STORES_URL=https://stores.example.com STORES_KEY=asb_… STORE=st_… python python_amazon_sp_api.py

The bot speaks Login with Amazon's form, so one address changes and nothing else: the store's key
stands for its refresh token, the program's key for the client secret. `SPAPI_URL` is only for a
sandbox of one's own.
"""

import os
from types import SimpleNamespace
from urllib.parse import urlsplit

from sp_api.api import Sellers
from sp_api.auth import AccessTokenClient
from sp_api.base import Marketplaces

BOT = urlsplit(os.environ["STORES_URL"])


class TokensFromTheBot(AccessTokenClient):
    scheme, host, path = f"{BOT.scheme}://", BOT.netloc, "/api/v1/lwa/token"


def main() -> None:
    store = os.environ["STORE"]
    credentials = {
        "lwa_app_id": "any",
        "lwa_client_secret": os.environ["STORES_KEY"],
        "refresh_token": store,
    }
    sellers = Sellers(
        marketplace(), credentials=credentials, auth_token_client_class=TokensFromTheBot
    )
    for each in sellers.get_marketplace_participation().payload:
        takes_part = "sells" if each["participation"]["isParticipating"] else "is registered"
        print(f"{each['storeName']} {takes_part} in {each['marketplace']['name']}")


def marketplace() -> Marketplaces | SimpleNamespace:
    """Return one of the seller's region; SP-API is asked at its `endpoint`."""
    real = Marketplaces[os.environ.get("MARKETPLACE", "US")]
    return SimpleNamespace(
        endpoint=os.environ.get("SPAPI_URL", real.endpoint),
        marketplace_id=real.marketplace_id,
        region=real.region,
    )


if __name__ == "__main__":
    main()
