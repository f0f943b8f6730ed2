"""A local mail server: as strict as a real one, and it fails when it is told to."""

from playground.mail.faults import Fate
from playground.mail.local_mail import LocalMail
from playground.mail.session import Received

__all__ = ["Fate", "LocalMail", "Received"]
