"""Nothing is sent into a private network, however its address is written."""

from urllib.parse import urlsplit
from uuid import UUID

import pytest

from domain.webhooks import Destination, NotTaken, WebhookEvent
from scheduler.webhooks.http import WebhookClient
from tests.harness.clock import MovableClock
from tests.harness.connect_steps import add_store
from tests.webhooks.conftest import Hooked, hook
from tests.webhooks.receiver import Receiver

WAYS = (
    *("127.0.0.1", "localhost", "LOCALHOST", "127.0.0.2", "[::1]", "[::ffff:127.0.0.1]"),
    *("2130706433", "0x7f000001", "017700000001", "127.1", "127.0.1", "0177.0.0.1"),
    *("127.0.0.1.", "①②⑦.0.0.1", "0", "0.0.0.0"),  # noqa: S104 - nothing is bound
    *("[::]", "[::ffff:7f00:1]"),
)
"""Ways to write this machine; what is written so is refused, or is no address at all."""


@pytest.mark.parametrize("host", WAYS)
async def test_no_way_to_write_this_machine_leads_there(
    receiver: Receiver, clock: MovableClock, host: str
) -> None:
    to = Destination(
        host=host,
        url=f"http://{host}:{urlsplit(receiver.url).port}/hooks",
        allows_private=False,
        secrets=["whsec_c2VjcmV0LW9mLXRoZS1lbmRwb2ludA=="],
    )
    event = WebhookEvent(id=UUID(int=1), type="store.added", occurred_at=clock(), data={})
    async with WebhookClient.open() as line:
        with pytest.raises(NotTaken):
            await line.send(to, event, clock())

    assert receiver.received == []


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]"])
async def test_the_reason_says_that_the_address_is_private(
    receiver: Receiver, hooked: Hooked, host: str
) -> None:
    port = urlsplit(receiver.url).port
    refused = await hook(
        hooked.house, receiver, url=f"http://{host}:{port}/", host=host, allows_private=False
    )
    await add_store(hooked.house)
    await hooked.send()

    reasons = {d.endpoint_id: d.last_reason for d in await hooked.deliveries()}
    assert reasons == {hooked.endpoint.id: None, refused.endpoint.id: "private_address"}
    assert len(receiver.received) == 1
