"""Whose server the page may use: addresses of strangers are the operator's risk."""

import pytest

from pdfclean.settings import Secret, Settings, server_address
from pdfclean.ui.servers import HERE, SERVER, Servers


def test_at_home_visitors_give_their_own_address() -> None:
    servers = Servers.from_environment({})
    assert servers.own and servers.offered
    settings = Settings(
        **servers.settings(SERVER, "localhost:8000".join(["http://", ""]), " k ", "m")
    )
    assert settings.server == "http://localhost:8000/v1"
    assert settings.key.reveal() == "k"
    with pytest.raises(ValueError, match="Enter the server's address"):
        servers.settings(SERVER, " ", "", "m")


@pytest.mark.parametrize("environ", [{"SPACE_ID": "me/space"}, {"PDFCLEAN_SERVER": ""}])
def test_a_public_page_takes_no_address(environ: dict[str, str]) -> None:
    servers = Servers.from_environment(environ)
    assert not servers.offered
    with pytest.raises(ValueError, match="offers no server"):
        servers.settings(SERVER, "http://169.254.169.254/", "", "m")
    assert servers.settings(HERE, "http://169.254.169.254/", "", "m") == {"model": "m"}


def test_the_operators_server_is_the_only_one() -> None:
    servers = Servers.from_environment(
        {
            "SPACE_ID": "me/space",
            "PDFCLEAN_SERVER": "http://10.0.0.5:8000",
            "PDFCLEAN_SERVER_KEY": "sk-operator",
            "PDFCLEAN_SERVER_MODEL": "big",
        }
    )
    assert servers.offered and not servers.own
    told = servers.settings(SERVER, "http://evil.example", "sk-visitor", "small")
    assert (told["server"], told["model"]) == ("http://10.0.0.5:8000/v1", "big")
    assert told["key"].reveal() == "sk-operator"
    assert "sk-operator" not in repr(servers)


def test_an_operators_own_key_never_goes_to_a_visitors_address() -> None:
    servers = Servers.from_environment({"OPENAI_API_KEY": "sk-o", "PDFCLEAN_SERVER_KEY": "sk-p"})
    assert not servers.settings(SERVER, "http://evil.example", "", "m")["key"]


@pytest.mark.parametrize(
    "address",
    [
        "localhost:8000",
        "ftp://a/b",
        "file:///etc/passwd",
        "http://",
        "http://a b/",
        "//a",
        "http://[1",
    ],
)
def test_only_addresses_of_the_web(address: str) -> None:
    with pytest.raises(ValueError, match="no address of a server"):
        server_address(address)


@pytest.mark.parametrize("address", ["http://me:sk-1@host/v1", "http://host/v1?key=sk-1"])
def test_a_key_in_an_address_is_refused_and_not_echoed(address: str) -> None:
    with pytest.raises(ValueError, match="key by itself") as error:
        server_address(address)
    assert "sk-1" not in str(error.value)


def test_a_key_is_not_shown() -> None:
    assert "sk-1" not in f"{Secret('sk-1')} {Secret('sk-1')!r} {Settings(key=Secret('sk-1'))!r}"
