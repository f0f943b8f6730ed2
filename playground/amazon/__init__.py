"""A local Amazon: Seller Central, Login with Amazon and SP-API on loopback."""

from playground.amazon.driver import AmazonRefused, Browser, UnexpectedPage
from playground.amazon.local_amazon import LocalAmazon, Ports
from playground.amazon.marketplaces import MARKETPLACES, countries
from playground.amazon.model import Application, Seller, User, default_sellers
from playground.amazon.web_page import Page

__all__ = [
    "MARKETPLACES",
    "AmazonRefused",
    "Application",
    "Browser",
    "LocalAmazon",
    "Page",
    "Ports",
    "Seller",
    "UnexpectedPage",
    "User",
    "countries",
    "default_sellers",
]
