"""Which store keeps the index, as the settings say."""

from pathlib import Path
from typing import Protocol

from errors import SettingsError
from index.file_store import FileStore
from index.stored import Store


class _Secret(Protocol):
    def get_secret_value(self) -> str:
        """The value."""


class StoreSettings(Protocol):
    """The settings that choose."""

    @property
    def store(self) -> str:
        """``files`` or ``milvus``."""

    @property
    def index_dir(self) -> Path:
        """The index folder."""

    @property
    def milvus_uri(self) -> str:
        """Where Milvus is."""

    @property
    def milvus_token(self) -> _Secret:
        """Its token."""

    @property
    def index_url(self) -> _Secret:
        """The database of texts and ledgers."""


def open_store(settings: StoreSettings) -> Store:
    """The store that the settings name; nothing is opened yet, and nothing of the other is imported where it is not chosen.

    Raises:
        SettingsError: a setting of the store is missing or cannot be used, or its library is not installed.
    """
    if settings.store == "files":
        return FileStore(settings.index_dir)
    url, uri = settings.index_url.get_secret_value(), settings.milvus_uri
    for key, value in (("WENCE_MILVUS_URI", uri), ("WENCE_INDEX_URL", url)):
        if not value:
            raise SettingsError(
                f"设置 WENCE_STORE=milvus 还要写明 {key}。请对照 .env.example 补上，或去掉 WENCE_STORE。"
            )
    from index.cluster.store import ClusterStore
    from index.milvus import Address

    address = Address(uri, settings.milvus_token.get_secret_value())
    return ClusterStore(address, url, settings.index_dir / "work")
