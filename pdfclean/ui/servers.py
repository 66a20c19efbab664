"""A language model on a server: whose address the page may use, and with which key.

A page that sends requests to whatever address a visitor types can be made to reach what only it can
reach. So the visitor's own address is taken only where visitor and operator are the same person,
and never on a Space. The operator can name a server instead, for everybody, by environment
variables:

- ``PDFCLEAN_SERVER``: its base address, such as ``http://10.0.0.5:8000/v1``; set and empty, the
  page offers no server at all, which is right for any page that strangers can open
- ``PDFCLEAN_SERVER_KEY``: the key, if it asks for one; no visitor sees it
- ``PDFCLEAN_SERVER_MODEL``: the model; without it the page's Model field names one

``SPACE_ID`` is set by Hugging Face Spaces.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pdfclean.settings import Secret, server_address
from pdfclean.ui.language import term

__all__ = ["HERE", "SERVER", "Servers"]

HERE, SERVER = "here", "server"
"""Where the model runs: on the machine of the page, or on a server."""


@dataclass(frozen=True, slots=True)
class Servers:
    """What this page allows. ``own`` says whether visitors may give an address; ``address``,
    ``key`` and ``model`` are the operator's."""

    own: bool
    address: str = ""
    key: Secret = Secret()  # noqa: RUF009 - it cannot change
    model: str = ""

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] = os.environ) -> Servers:
        """As the environment variables say.

        Raises:
            ValueError: ``PDFCLEAN_SERVER`` is no address of a server.
        """
        address = environ.get("PDFCLEAN_SERVER")
        if address is None:
            return cls(own="SPACE_ID" not in environ)
        if not address.strip():
            return cls(own=False)
        return cls(
            own=False,
            address=server_address(address),
            key=Secret(environ.get("PDFCLEAN_SERVER_KEY", "")),
            model=environ.get("PDFCLEAN_SERVER_MODEL", "").strip(),
        )

    @property
    def offered(self) -> bool:
        """Whether the page offers a model on a server."""
        return self.own or bool(self.address)

    def settings(self, where: str, address: str, key: str, model: str) -> dict[str, Any]:
        """What a run's settings say of server and model, from what the page's fields say.

        Raises:
            ValueError: this is not allowed here, or something is missing.
        """
        if where != SERVER:
            return {"model": model}
        if self.address:
            return {"server": self.address, "key": self.key, "model": self.model or model}
        if not self.own:
            raise ValueError(term("This page offers no server. Let the model run on this machine."))
        if not address.strip():
            raise ValueError(term("Enter the server's address, such as http://localhost:8000/v1."))
        return {"server": address, "key": Secret(key), "model": model}
