"""What Adobe recommends before a shop's first Amazon store."""

from enum import StrEnum


class PreSetupTask(StrEnum):
    """The eight tasks, in Adobe's order."""

    BACKGROUND_TASKS = "background_tasks"
    PROFESSIONAL_PLAN = "professional_plan"
    APPROVED_SELLER = "approved_seller"
    VAT = "vat"
    CATALOG_MATCHES = "catalog_matches"
    CURRENCY = "currency"
    PRODUCT_CONDITION = "product_condition"
    SHIPPING_METHOD = "shipping_method"
