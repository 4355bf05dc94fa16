"""What the roles of the responsibility ledger are called."""

from collections.abc import Mapping

from corpus.plan import DutyRole

ROLES: Mapping[DutyRole, str] = {"lead": "牵头", "join": "配合", "shared": "按职责分工负责", "alone": "单独负责"}
"""In the order in which tables show them."""
