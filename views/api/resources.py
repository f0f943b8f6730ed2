"""What sync programs read: stores, connections and checks as JSON."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from domain.access_tokens import AccessToken
from domain.authorizations import AuthorizationStatus, Connection, Health
from domain.clock import rfc3339
from domain.stores import Store, StoreStatus
from domain.sync_program_reads import ServedConnection

Json = Mapping[str, Any]

_STATUSES = {
    AuthorizationStatus.LIVE: "connected",
    AuthorizationStatus.REVOKING: "ending",
    AuthorizationStatus.REVOKED: "disconnected",
}


def store_json(store: Store) -> Json:
    """Render a store; `connection` is an id, or None."""
    return {
        "key": store.key,
        "name": store.name,
        "status": store.status,
        **settings_json(store),
        "connection": None if store.authorization_id is None else str(store.authorization_id),
        "created_at": rfc3339(store.created_at),
        "updated_at": rfc3339(store.updated_at),
    }


def settings_json(store: Store) -> Json:
    """Render how a store's products reach Amazon; `mapping` is None where nothing was chosen."""
    place, mapping = store.marketplace, store.mapping
    return {
        "website": {
            "commerce": store.website.connection or None,
            "code": store.website.code,
            "name": store.website.name,
        },
        "marketplace": {
            "id": place.id,
            "country": place.country,
            "name": place.name,
            "region": place.region,
        },
        "mapping": mapping
        and {"amazon_id": mapping.product_id_type, "attribute": mapping.attribute_code},
        "active": store.status is not StoreStatus.PAUSED,
    }


def connection_json(served: ServedConnection) -> Json:
    """Render a connection; `ends_at` is an estimate, or None where no end is known."""
    found = served.connection
    return {
        "id": str(found.authorization_id),
        "seller_id": found.seller_id,
        "seller_name": found.seller_name,
        "region": found.region,
        "status": _standing(found),
        "confirmed": found.ownership_due_at is None,
        "connected_at": rfc3339(found.connected_at),
        "ends_at": None if found.ends_at is None else rfc3339(found.ends_at),
        "stores": list(served.store_keys),
    }


def _standing(connection: Connection) -> str:
    """Return a connection's status; one of another application counts as ended."""
    is_another = connection.is_of_another_application
    return _STATUSES[AuthorizationStatus.REVOKED if is_another else connection.status]


def token_json(token: AccessToken) -> Json:
    return {
        "access_token": token.access_token,
        "expires_at": rfc3339(token.expires_at),
        "endpoint": token.endpoint,
        "marketplace_id": token.marketplace_id,
        "seller_id": token.seller_id,
    }


def check_json(health: Health, now: datetime) -> Json:
    """Render the result of a check at Amazon."""
    return {"health": health, "asked_at": rfc3339(now)}
