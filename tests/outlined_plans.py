"""Two documents of invented places with parts, chapters and articles, a letter around them, and an assistant over both."""

from pathlib import Path

from index.snapshot import open_index
from retrieval.assistant import Assistant
from tests.tiny_index import PairEmbedder, build_tiny

PLAN = """石渠市人民政府关于印发石渠市河湖保护行动方案的通知
石政发〔2024〕19号
各县（区）人民政府，市政府各部门：
现将《石渠市河湖保护行动方案》印发给你们，请认真贯彻执行。
石渠市人民政府
2024年4月8日
石渠市河湖保护行动方案

为加强河湖保护，根据《中华人民共和国水法》《云岭省河道管理条例》，制定本方案。
一、主要目标
到2027年，全市水质优良断面比例达到91%，河道修复长度达到370公里，湿地保护率达到58%。
二、基本原则
坚持系统治理。统筹上下游、左右岸，推进山水一体保护。
坚持还水于河。严格生态流量管理，退出挤占的河道空间。
坚持公众参与。公开河湖信息，接受社会监督。
三、重点工程
（一）河道修复工程。清淤疏浚河道160公里，修建生态护岸45公里。（市水务局牵头，市财政局、市林草局等按职责分工负责）
（二）湿地恢复工程。恢复退化湿地2300亩，建设“两退一还”示范点。（市林草局负责）
（三）排口整治工程。封堵违规排污口86个，其余排口2026年底前完成规范化建设。（责任单位：市生态环境局、各县（区）人民政府）
四、保障措施
（一）组织领导。各县（区）人民政府对本行政区域河湖保护负总责，主要负责同志是第一责任人，要定期研究部署，协调解决困难问题，把任务分解到乡镇、街道和村，层层压实各级河湖长责任，确保事有人管、责有人负。
（二）监督考核。市水务局会同市林草局每年开展一次考核，考核结果向社会公布。
本方案由市水务局负责解释，自2024年6月1日起施行。
"""
RULES = """青坪县农村供水管理办法
第一章 总则
第一条 为规范农村供水，保障饮水安全，制定本办法。
第二条 本办法适用于本县行政区域内的农村供水活动。
第二章 建设与管护
第三条 供水工程由县水利局组织实施，日处理能力不得低于800吨。
第四条 管护单位每季度检测水质不少于2次。
第三章 附则
第五条 本办法自2023年9月1日起施行，有效期五年。
"""


def open_outlined(folder: Path) -> Assistant:
    """An assistant over the two documents."""
    corpus = folder / "plans"
    corpus.mkdir()
    (corpus / "shiqu.txt").write_text(PLAN, encoding="utf-8")
    (corpus / "qingping.txt").write_text(RULES, encoding="utf-8")
    build_tiny(corpus, folder / "index")
    return Assistant(open_index(folder / "index", embedder=PairEmbedder()))
