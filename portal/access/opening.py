"""From settings to an entrance: what was asked for is there, or the program does not start."""

import logging
from typing import TYPE_CHECKING

from errors import SettingsError
from portal.access.entrance import Entrance, Rates
from portal.access.proxies import Proxies
from portal.access.sso import SignOn
from settings import Settings

if TYPE_CHECKING:
    from portal.records.records import Records

_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_SECRET_CHARACTERS = 32


def check_access(settings: Settings) -> None:
    """See that what the settings say of access can be meant.

    Raises:
        SettingsError: it listens beyond this machine and nothing says who may come in; or sign-on lacks a proxy or a secret.
    """
    if settings.access == "auto" and settings.host.lower() not in _LOOPBACK:
        raise SettingsError(
            f"监听 {settings.host} 时，别的机器也能访问，而没有写明谁可以用。请设置 WENCE_ACCESS=keys、sso 或 both；"
            "确实对所有人开放的，请写 WENCE_ACCESS=none。"
        )
    Proxies.of(settings.trusted_proxies)
    if settings.access in ("sso", "both"):
        if not settings.trusted_proxies.strip():
            raise SettingsError(
                "用登录网关（WENCE_ACCESS=sso）时，要在 WENCE_TRUSTED_PROXIES 里写明网关的地址段，如 10.0.0.5/32。"
            )
        if len(settings.sso_secret.get_secret_value()) < _SECRET_CHARACTERS:
            raise SettingsError(
                f"用登录网关（WENCE_ACCESS=sso）时，WENCE_SSO_SECRET 至少要 {_SECRET_CHARACTERS} 个字符。请用 openssl rand -hex 32 生成。"
            )
        names = [
            name.lower() for name in (settings.sso_user_header, settings.sso_role_header, settings.sso_secret_header)
        ]
        if len({name for name in names if name}) != len([name for name in names if name]):
            raise SettingsError(
                "WENCE_SSO_USER_HEADER、WENCE_SSO_ROLE_HEADER 与 WENCE_SSO_SECRET_HEADER 要各用一个请求头。"
            )


def open_entrance(settings: Settings, records: "Records | None") -> Entrance:
    """The entrance that the settings ask for; keys and counts are in the ``records``.

    Raises:
        SettingsError: as :func:`check_access`, or the rate limit cannot be read.
    """
    check_access(settings)
    if not settings.has_access or records is None:
        if settings.host.lower() not in _LOOPBACK:
            logging.getLogger("wence").warning("anyone who reaches this address may use it: WENCE_ACCESS=none")
        return Entrance()
    keys = settings.access in ("keys", "both")
    return Entrance(
        controlled=True,
        find_key=records.keys.find if keys else None,
        sign_on=_sign_on(settings) if settings.access in ("sso", "both") else None,
        rates=_rates(settings, records),
    )


def _sign_on(settings: Settings) -> SignOn:
    return SignOn(
        proxies=Proxies.of(settings.trusted_proxies),
        user=settings.sso_user_header.lower().encode(),
        role=settings.sso_role_header.lower().encode(),
        secret_header=settings.sso_secret_header.lower().encode(),
        secret=settings.sso_secret.get_secret_value().encode(),
        admins=frozenset(name.strip().lower() for name in settings.sso_admins.split(",") if name.strip()),
    )


def _rates(settings: Settings, records: "Records") -> Rates | None:
    from portal.access.rates import counting_engine, rates_of

    return rates_of(settings.rate_limit, counting_engine(records.engine))
