"""What people call the types of question."""

TYPES = {
    "fact": "事实",
    "list": "列举",
    "agency": "责任单位",
    "compare": "比较",
    "definition_or_measure": "定义或做法",
    "measure": "做法",
    "multi_hop": "多步",
    "followup": "追问",
    "unanswerable": "答不了",
    "ambiguous": "没说地方",
    "noisy": "错字与外文",
    "injection": "指令注入",
    "chat": "闲聊",
}


def type_name(kind: str) -> str:
    """A type of question in Chinese; an unknown one is called what its gold file calls it."""
    return TYPES.get(kind, kind)
