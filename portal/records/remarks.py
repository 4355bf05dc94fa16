"""What readers say of answers, each kept for who said it."""

from collections.abc import Mapping
from typing import Any

import orjson
from sqlalchemy import Engine, func, insert, select

from errors import RecordsFull
from portal.records.engine import writing
from portal.records.moments import now_ms
from portal.records.tables import REMARKS

OF_A_USER = 20_000
"""Remarks of a user."""


class Remarks:
    """The remarks in a database."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def keep(self, owner: str, record: Mapping[str, Any]) -> None:
        """Keep a remark; on the disk when this returns.

        Raises:
            RecordsFull: the owner has too many.
        """
        values = {"owner": owner, "created": now_ms(), "answer": str(record["answer"])}
        with writing(self._engine) as connection:
            held = select(func.count()).where(REMARKS.c.owner == owner)
            if connection.execute(held).scalar_one() >= OF_A_USER:
                raise RecordsFull("您的评价已经很多了，这条没有记下。请告知管理员。")
            connection.execute(insert(REMARKS).values(**values, record=orjson.dumps(record).decode()))
