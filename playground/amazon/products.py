"""The catalog of the stand-in, and the items that every seller lists from it."""

from dataclasses import dataclass
from typing import Any, Final

Item = dict[str, Any]


@dataclass(frozen=True)
class Product:
    asin: str
    ean: str
    sku: str
    title: str
    brand: str
    product_type: str

    def identified_by(self, identifiers_type: str) -> str:
        """Return this product's identifier of that type, empty where it has none."""
        known = {"ASIN": self.asin, "EAN": self.ean, "GTIN": self.ean, "SKU": self.sku}
        return known.get(identifiers_type, "")

    def catalog_item(self, marketplace_id: str) -> Item:
        """Make an `Item` of Catalog Items 2022-04-01 with its default data set, summaries."""
        summary = {"marketplaceId": marketplace_id, "itemName": self.title, "brand": self.brand}
        return {"asin": self.asin, "summaries": [summary]}

    def listings_item(self, marketplace_id: str, created: str) -> Item:
        """Make an `Item` of Listings Items 2021-08-01 with its default data set, summaries."""
        summary = {
            "marketplaceId": marketplace_id,
            "asin": self.asin,
            "productType": self.product_type,
            "conditionType": "new_new",
            "status": ["BUYABLE", "DISCOVERABLE"],
            "itemName": self.title,
            "createdDate": created,
            "lastUpdatedDate": created,
        }
        return {"sku": self.sku, "summaries": [summary]}


PRODUCTS: Final = (
    Product("B0LOCAL001", "7350000000013", "TENT-2P", "Two-person tent", "Fellhaus", "TENT"),
    Product("B0LOCAL002", "7350000000020", "STOVE-1", "Camping stove", "Fellhaus", "CAMP_STOVE"),
    Product("B0LOCAL003", "7350000000037", "LAMP-3", "Reading lamp", "Lumen & Oak", "LAMP"),
)
