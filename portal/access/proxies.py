"""The reverse proxies whose word is taken, by address; everyone else's headers say nothing about who asks or from where."""

import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass

from errors import SettingsError

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Headers = Iterable[tuple[bytes, bytes]]

_FORWARDED_FOR = b"x-forwarded-for"
_MOST_HOPS = 20


@dataclass(frozen=True, slots=True)
class Proxies:
    """Networks of trusted proxies; none are trusted where there are none."""

    networks: tuple[Network, ...] = ()

    @classmethod
    def of(cls, listed: str) -> "Proxies":
        """From addresses and CIDR blocks with commas between.

        Raises:
            SettingsError: one of them is neither.
        """
        try:
            return cls(tuple(ipaddress.ip_network(part.strip()) for part in listed.split(",") if part.strip()))
        except ValueError:
            raise SettingsError(
                f"设置 WENCE_TRUSTED_PROXIES 的“{listed}”不是地址段。请写成 10.0.0.5/32 这样的 CIDR，多个用逗号分隔。"
            ) from None

    def trusts(self, peer: str) -> bool:
        """Whether the connection comes from a trusted proxy."""
        return self._holds(address_of(peer))

    def client_of(self, peer: str, headers: Headers) -> str:
        """From whose address a request comes: of a trusted proxy's ``X-Forwarded-For`` the last hop that is no proxy, else the peer."""
        told = [value for name, value in headers if name.lower() == _FORWARDED_FOR]
        if len(told) != 1 or not self.trusts(peer):
            return peer
        hops = [address_of(hop.strip()) for hop in told[0].decode("latin-1").split(",")[-_MOST_HOPS:]]
        for hop in reversed(hops):
            if hop is None:
                return peer  # whatever stands to its left was said by whoever said this
            if not self._holds(hop):
                return str(hop)
        return peer

    def _holds(self, address: Address | None) -> bool:
        return address is not None and any(address in network for network in self.networks)


def address_of(text: str) -> Address | None:
    """The address that a text is; None where it is none. An IPv4 address written as IPv6 is the IPv4 address."""
    try:
        found = ipaddress.ip_address(text)
    except ValueError:
        return None
    mapped = found.ipv4_mapped if isinstance(found, ipaddress.IPv6Address) else None
    return mapped or found
