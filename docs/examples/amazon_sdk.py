"""List where a store's seller sells, with Amazon's own SDK and a token from the bot.

    pip install amzn-sp-api
    STORES_URL=https://stores.example.com STORES_KEY=asb_… STORE=st_… python amazon_sdk.py

The bot speaks Login with Amazon's form, so one address changes and nothing else: the store's key
stands for its refresh token, the program's key for the client secret. The SDK asks for a token as
soon as the client is made, and tries four times within 14 seconds before it says that it got none.
`SPAPI_URL` is SP-API's address for the store's region.
"""

import os

from spapi import SPAPIClient, SPAPIConfig
from spapi.api.sellers_v1.sellers_api import SellersApi

NORTH_AMERICA = "https://sellingpartnerapi-na.amazon.com"


def main() -> None:
    config = SPAPIConfig(
        client_id="any",
        client_secret=os.environ["STORES_KEY"],
        refresh_token=os.environ["STORE"],
    )
    client = SPAPIClient(
        config,
        oauth_endpoint=f"{os.environ['STORES_URL']}/api/v1/lwa/token",
        endpoint=os.environ.get("SPAPI_URL", NORTH_AMERICA),
    )
    for each in SellersApi(client.api_client).get_marketplace_participations().payload:
        takes_part = "sells" if each.participation.is_participating else "is registered"
        print(f"{each.store_name} {takes_part} in {each.marketplace.name}")


if __name__ == "__main__":
    main()
