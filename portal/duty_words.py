"""The roles of the responsibility ledger as people read them: what they are called, and which one a bracket's words give.

The ledger says ``join`` of all who stand beside a leader. A bracket that has them 按职责分工负责 or calls them 责任单位 makes them
responsible, though: only those who 配合, or of whom it says nothing, take part.
"""

import re
from collections.abc import Mapping

from corpus.plan import Duty, DutyRole

ROLES: Mapping[DutyRole, str] = {"lead": "牵头", "alone": "单独负责", "shared": "分工负责", "join": "配合"}
"""In the order in which pages and files show them."""
UNSAID = "原文未写角色词"
_TAKES_PART = re.compile("配合|协|参与|参加|支持")


def role_of(duty: Duty) -> DutyRole:
    """The role that the words of the bracket give a body; pages, files and filters go by it alone."""
    beside = duty.role == "join" and duty.phrase and not _TAKES_PART.search(duty.phrase)
    return "shared" if beside else duty.role
