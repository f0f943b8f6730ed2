"""The pre-setup tasks: what, why, where to read on, and a checkbox each."""

from collections.abc import Collection
from dataclasses import dataclass

from slack_sdk.models.blocks import Block, CheckboxesElement, Option
from slack_sdk.models.views import View

from domain.pre_setup import PreSetupTask
from views.language import Translator
from views.slack import actions as a
from views.slack.block_kit import context, modal, plain, section

_ADOBE = "https://experienceleague.adobe.com/en/docs/commerce-channels/amazon"
_SELLER_CENTRAL = "https://sellercentral.amazon.com"
_DONE = "done"


@dataclass(frozen=True, slots=True)
class _Text:
    what: str
    why: str
    link: str


def tasks_modal(
    t: Translator, ticked: Collection[PreSetupTask], channel: str, *, is_first: bool
) -> View:
    """Show all eight tasks; none of them has to be ticked to go on."""
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
    text = _text(t, task)
    done = Option(value=_DONE, text=plain(t("Done")))
    box = CheckboxesElement(
        action_id=a.TICK_TASK,
        options=[done],
        initial_options=[done] if task in ticked else None,
    )
    link = f"<{text.link}|{t('Read more')}>"
    return section(f"*{text.what}*\n{text.why} {link}", accessory=box, block_id=task)


def _text(t: Translator, task: PreSetupTask) -> _Text:
    return {
        PreSetupTask.BACKGROUND_TASKS: lambda: _Text(
            t("Enable background tasks in Commerce"),
            t("Orders, prices and stock travel by cron. Set it to run every 5 minutes."),
            f"{_ADOBE}/getting-started/amazon-best-practices",
        ),
        PreSetupTask.PROFESSIONAL_PLAN: lambda: _Text(
            t("Have a Professional seller account in the region"),
            t("Amazon opens its interfaces to accounts on the Professional plan only."),
            f"{_ADOBE}/onboarding/amazon-onboarding-home",
        ),
        PreSetupTask.APPROVED_SELLER: lambda: _Text(
            t("Be an approved seller"),
            t(
                "No product or category restrictions, a return policy at least as good as "
                "Amazon's, tax settings and shipping methods in place."
            ),
            f"{_SELLER_CENTRAL}/hz/approvalrequest",
        ),
        PreSetupTask.VAT: lambda: _Text(
            t("Configure VAT"),
            t(
                "Mainly for the United Kingdom: Amazon's VAT Calculation Service takes "
                "10 to 14 days to activate."
            ),
            f"{_ADOBE}/getting-started/amazon-best-practices",
        ),
        PreSetupTask.CATALOG_MATCHES: lambda: _Text(
            t("Let products match by themselves"),
            t(
                "Add Commerce attributes for ASIN, EAN, ISBN, UPC or GCID, and fill them in: "
                "listings then find their products."
            ),
            f"{_ADOBE}/getting-started/about-listings-and-catalog",
        ),
        PreSetupTask.CURRENCY: lambda: _Text(
            t("Set the currency and its rate"),
            t("Needed where Amazon's currency differs from the one of your Commerce website."),
            f"{_ADOBE}/onboarding/amazon-onboarding-home",
        ),
        PreSetupTask.PRODUCT_CONDITION: lambda: _Text(
            t("Add a product condition attribute"),
            t("Needed where you sell in more than one condition, such as new and refurbished."),
            f"{_ADOBE}/onboarding/default-store-settings",
        ),
        PreSetupTask.SHIPPING_METHOD: lambda: _Text(
            t("Set a shipping method in Seller Central"),
            t("Amazon shows delivery times and costs from it, and takes no listing without it."),
            f"{_SELLER_CENTRAL}/sbr",
        ),
    }[task]()
