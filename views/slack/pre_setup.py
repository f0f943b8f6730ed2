"""The pre-setup tasks: what, why, where to read on, and a checkbox each."""

from collections.abc import Collection
from dataclasses import dataclass

from slack_sdk.models.blocks import Block, CheckboxesElement, Option
from slack_sdk.models.views import View

from domain.presetup import PreSetupTask
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
    say: Translator, ticked: Collection[PreSetupTask], channel: str, *, is_first: bool
) -> View:
    """Show all eight tasks; none of them has to be ticked to go on."""
    intro = say("Adobe recommends these eight steps before a shop's first Amazon store.")
    blocks: list[Block] = [
        section(intro),
        context(say("Ticks are saved for your whole team as you make them. None is required.")),
    ]
    blocks += [_task(say, task, ticked) for task in PreSetupTask]
    return modal(
        say("Before you begin"),
        blocks,
        submit=say("Continue") if is_first else say("Add a store"),
        close=say("Close"),
        callback_id=a.PRE_SETUP_FORM,
        private_metadata=channel,
    )


def _task(say: Translator, task: PreSetupTask, ticked: Collection[PreSetupTask]) -> Block:
    text = _text(say, task)
    done = Option(value=_DONE, text=plain(say("Done")))
    box = CheckboxesElement(
        action_id=a.TICK_TASK,
        options=[done],
        initial_options=[done] if task in ticked else None,
    )
    link = f"<{text.link}|{say('Read more')}>"
    return section(f"*{text.what}*\n{text.why} {link}", accessory=box, block_id=task)


def _text(say: Translator, task: PreSetupTask) -> _Text:
    return {
        PreSetupTask.BACKGROUND_TASKS: lambda: _Text(
            say("Enable background tasks in Commerce"),
            say("Orders, prices and stock travel by cron. Set it to run every 5 minutes."),
            f"{_ADOBE}/getting-started/amazon-best-practices",
        ),
        PreSetupTask.PROFESSIONAL_PLAN: lambda: _Text(
            say("Have a Professional seller account in the region"),
            say("Amazon opens its interfaces to accounts on the Professional plan only."),
            f"{_ADOBE}/onboarding/amazon-onboarding-home",
        ),
        PreSetupTask.APPROVED_SELLER: lambda: _Text(
            say("Be an approved seller"),
            say(
                "No product or category restrictions, a return policy at least as good as "
                "Amazon's, tax settings and shipping methods in place."
            ),
            f"{_SELLER_CENTRAL}/hz/approvalrequest",
        ),
        PreSetupTask.VAT: lambda: _Text(
            say("Configure VAT"),
            say(
                "Mainly for the United Kingdom: Amazon's VAT Calculation Service takes "
                "10 to 14 days to activate."
            ),
            f"{_ADOBE}/getting-started/amazon-best-practices",
        ),
        PreSetupTask.CATALOG_MATCHES: lambda: _Text(
            say("Let products match by themselves"),
            say(
                "Add Commerce attributes for ASIN, EAN, ISBN, UPC or GCID, and fill them in: "
                "listings then find their products."
            ),
            f"{_ADOBE}/getting-started/about-listings-and-catalog",
        ),
        PreSetupTask.CURRENCY: lambda: _Text(
            say("Set the currency and its rate"),
            say("Needed where Amazon's currency differs from the one of your Commerce website."),
            f"{_ADOBE}/onboarding/amazon-onboarding-home",
        ),
        PreSetupTask.PRODUCT_CONDITION: lambda: _Text(
            say("Add a product condition attribute"),
            say("Needed where you sell in more than one condition, such as new and refurbished."),
            f"{_ADOBE}/onboarding/default-store-settings",
        ),
        PreSetupTask.SHIPPING_METHOD: lambda: _Text(
            say("Set a shipping method in Seller Central"),
            say("Amazon shows delivery times and costs from it, and takes no listing without it."),
            f"{_SELLER_CENTRAL}/sbr",
        ),
    }[task]()
