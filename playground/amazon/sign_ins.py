"""Who is signed in, in which browser: on the sign-in origin, and on Seller Central."""

import secrets
from dataclasses import dataclass


@dataclass(eq=False)
class SignIn:
    """One sign-in by e-mail and password; complete once its two-step code was given."""

    email: str
    code: str
    complete: bool = False
    over: bool = False


class SignIns:
    """Each origin has a cookie of its own; a ticket carries a sign-in from one to the other."""

    def __init__(self) -> None:
        self._by_cookie: dict[str, SignIn] = {}
        self._tickets: dict[str, SignIn] = {}

    def begin(self, email: str) -> str:
        """Return the sign-in origin's cookie of a sign-in that still wants its two-step code."""
        return self._remember(SignIn(email, f"{secrets.randbelow(10**6):06}"))

    def at(self, cookie: str | None) -> SignIn | None:
        sign_in = self._by_cookie.get(cookie or "")
        return None if sign_in is None or sign_in.over else sign_in

    def ticket(self, sign_in: SignIn) -> str:
        ticket = secrets.token_urlsafe(24)
        self._tickets[ticket] = sign_in
        return ticket

    def redeem(self, ticket: str) -> str | None:
        """Seller Central's cookie for a ticket that was not used before."""
        sign_in = self._tickets.pop(ticket, None)
        return None if sign_in is None else self._remember(sign_in)

    def _remember(self, sign_in: SignIn) -> str:
        cookie = secrets.token_urlsafe(24)
        self._by_cookie[cookie] = sign_in
        return cookie
