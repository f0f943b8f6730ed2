"""The pre-setup tasks, each with a reason, a link and a checkbox."""

from collections.abc import Collection
from typing import Literal

from slack_sdk.models.blocks import Block, CheckboxesElement, Option
from slack_sdk.models.views import View

from domain.pre_setup import PreSetupTask
from views.language import Translator
from views.slack import actions as a
from views.slack.block_kit import context, modal, plain, section

_ADOBE = "https://experienceleague.adobe.com/en/docs/commerce-channels/amazon"
_SELLER_CENTRAL = "https://sellercentral.amazon.com"
_DONE = "done"


_READ_MORE = {
    PreSetupTask.BACKGROUND_TASKS: f"{_ADOBE}/getting-started/amazon-best-practices",
    PreSetupTask.PROFESSIONAL_PLAN: f"{_ADOBE}/onboarding/amazon-onboarding-home",
    PreSetupTask.APPROVED_SELLER: f"{_SELLER_CENTRAL}/hz/approvalrequest",
    PreSetupTask.VAT: f"{_ADOBE}/getting-started/amazon-best-practices",
    PreSetupTask.CATALOG_MATCHES: f"{_ADOBE}/getting-started/about-listings-and-catalog",
    PreSetupTask.CURRENCY: f"{_ADOBE}/onboarding/amazon-onboarding-home",
    PreSetupTask.PRODUCT_CONDITION: f"{_ADOBE}/onboarding/default-store-settings",
    PreSetupTask.SHIPPING_METHOD: f"{_SELLER_CENTRAL}/sbr",
}

_AtAmazon = Literal[
    PreSetupTask.PROFESSIONAL_PLAN,
    PreSetupTask.APPROVED_SELLER,
    PreSetupTask.VAT,
    PreSetupTask.SHIPPING_METHOD,
]


def tasks_modal(
    t: Translator, ticked: Collection[PreSetupTask], channel: str, *, is_first: bool
) -> View:
    """Render all eight tasks; none of them is required to continue."""
    intro = t("Adobe recommends these eight steps before a shop's first Amazon store.")
    blocks: list[Block] = [
        section(intro),
        context(t("Ticks are saved for your whole team as you make them. None is required.")),
    ]
    blocks += [_task(t, task, ticked) for task in PreSetupTask]
    return modal(
        t("Before you begin"),
        blocks,
        submit=t("Continue") if is_first else t("Add a store"),
        close=t("Close"),
        callback_id=a.PRE_SETUP_FORM,
        private_metadata=channel,
    )


def _task(t: Translator, task: PreSetupTask, ticked: Collection[PreSetupTask]) -> Block:
    done = Option(value=_DONE, text=plain(t("Done")))
    box = CheckboxesElement(
        action_id=a.TICK_TASK,
        options=[done],
        initial_options=[done] if task in ticked else None,
    )
    link = f"<{_READ_MORE[task]}|{t('Read more')}>"
    text = f"*{_what(t, task)}*\n{_why(t, task)} {link}"
    return section(text, accessory=box, block_id=task)


def _what(t: Translator, task: PreSetupTask) -> str:
    match task:
        case PreSetupTask.BACKGROUND_TASKS:
            return t("Enable background tasks in Commerce")
        case PreSetupTask.PROFESSIONAL_PLAN:
            return t("Have a Professional seller account in the region")
        case PreSetupTask.APPROVED_SELLER:
            return t("Be an approved seller")
        case PreSetupTask.VAT:
            return t("Configure VAT")
        case PreSetupTask.CATALOG_MATCHES:
            return t("Let products match by themselves")
        case PreSetupTask.CURRENCY:
            return t("Set the currency and its rate")
        case PreSetupTask.PRODUCT_CONDITION:
            return t("Add a product condition attribute")
        case PreSetupTask.SHIPPING_METHOD:
            return t("Set a shipping method in Seller Central")


def _why(t: Translator, task: PreSetupTask) -> str:
    match task:
        case PreSetupTask.BACKGROUND_TASKS:
            return t("Orders, prices and stock travel by cron. Set it to run every 5 minutes.")
        case PreSetupTask.CATALOG_MATCHES:
            return t(
                "Add Commerce attributes for ASIN, EAN, ISBN, UPC or GCID, and fill them in: "
                "listings then find their products."
            )
        case PreSetupTask.CURRENCY:
            return t(
                "Needed where Amazon's currency differs from the one of your Commerce website."
            )
        case PreSetupTask.PRODUCT_CONDITION:
            return t(
                "Needed where you sell in more than one condition, such as new and refurbished."
            )
    return _why_at_amazon(t, task)


def _why_at_amazon(t: Translator, task: _AtAmazon) -> str:
    match task:
        case PreSetupTask.PROFESSIONAL_PLAN:
            return t("Amazon opens its interfaces to accounts on the Professional plan only.")
        case PreSetupTask.APPROVED_SELLER:
            return t(
                "No product or category restrictions, a return policy at least as good as "
                "Amazon's, tax settings and shipping methods in place."
            )
        case PreSetupTask.VAT:
            return t(
                "Mainly for the United Kingdom: Amazon's VAT Calculation Service takes "
                "10 to 14 days to activate."
            )
        case PreSetupTask.SHIPPING_METHOD:
            return t(
                "Amazon shows delivery times and costs from it, and takes no listing without it."
            )
