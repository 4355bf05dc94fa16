"""What a question asks for beside its kind: learned from data of ours, kept in a small file, read in every register."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from retrieval.question.asked import asked_units
from retrieval.question.kind_model import BUCKETS, grams_of, hashes_of
from retrieval.question.slot_model import MODEL, SLOTS, Slot, asks_for, chance_of, load_slots, read_slots
from retrieval.reading.data import DATA, SLOTS_ASKED, load_reading_data
from retrieval.reading.slot_training import (
    OTHER_UNIT,
    UNITS,
    Labelled,
    Recipe,
    labelled,
    learn_slots,
    save_slots,
    unit_of_answer,
)


@pytest.mark.parametrize(
    ("question", "slot"),
    [
        ("湿地保护率到2025年得是多少", "percentage"),
        ("各县湖泊水质的均值是多少", "mean"),
        ("What is the average planting area across the counties?", "mean"),
        ("这两个县的目标一样吗", "same"),
        ("三个县造林面积加起来有多少", "sum"),
        ("甲县比乙县高出多少个百分点", "difference"),
        ("两份规划谁印发得晚", "dates"),
        ("兩份規劃印發日期相差幾天", "apart"),
        ("最早印发规划的是哪个县", "earliest"),
        ("规划里点名的公司有哪几家", "firms"),
        ("湖泊面积和水质目标分别是多少", "each"),
        ("剩下的那三条呢", "rest"),
        ("规划有哪些重点任务", "parts"),
        ("除了牵头单位，还有哪些部门", "others"),
        ("造林谁牵头、谁配合", "takers"),
        ("规划里有没有提到候鸟", "existence"),
        ("是不是所有湖泊都要退养", "whether"),
        ("湿地保护那几句请原样抄录", "wording"),
        ("退养条款逐字念一遍", "wording"),
        ("这个规划想达到什么目标", "goals"),
        ("甲县规划定的目标都是哪些", "goals"),
    ],
)
def test_a_slot_is_told_in_every_register(question: str, slot: Slot) -> None:
    assert asks_for(question, slot)


@pytest.mark.parametrize(
    ("question", "slot"),
    [
        ("湖泊面积有多大", "percentage"),
        ("审批要几天办完", "apart"),
        ("水稻先进品种有哪些", "earliest"),
        ("渔业企业要做什么", "firms"),
        ("湖水平均浓度降到多少", "mean"),
        ("还有哪些措施", "rest"),
        ("造林由谁牵头", "takers"),
        ("湖泊排污口有多少个", "table"),
        ("湿地原来有多少公顷", "wording"),
        ("引用这份规划，文号怎么写", "wording"),
        ("湿地保护的目标由谁落实", "goals"),
        ("湿地保护率的目标是多少", "goals"),
        ("三地湿地加强巡查，综合水位界限各是多少", "sum"),
    ],
)
def test_words_that_only_sound_like_it_ask_for_no_slot(question: str, slot: Slot) -> None:
    assert not asks_for(question, slot)


def test_a_unit_that_is_spelt_goes_before_one_that_is_learned() -> None:
    assert asked_units("湿地保护率要提高到多少公顷") == ()  # spelt, of no dimension with signs of its own
    assert "%" in asked_units("湿地保护率要提高到多少")
    assert asked_units("每户湿地补偿几万元") == asked_units("湿地补偿标准是多少钱") == ("元",)
    assert asked_units("要少烧多少万吨标煤") == ("吨",)
    assert asked_units("多少蒸吨以上的要拆") == ("蒸吨",)
    assert "元" not in asked_units("拿出多大比例的钱修湿地")


def test_kinds_and_slots_are_told_from_the_same_grams() -> None:
    question = "湿地保护率到2025年得是多少"
    assert grams_of(question) == sorted({gram % BUCKETS for gram in hashes_of(question)})
    assert hashes_of(question) is hashes_of(question)  # reckoned once


def test_the_file_is_small_and_gives_back_what_was_learned(tmp_path: Path) -> None:
    assert MODEL.stat().st_size < 190_000
    model = load_slots()
    save_slots(model, tmp_path / "slots.safetensors")
    again = read_slots(tmp_path / "slots.safetensors")
    question = "两份规划谁印发得晚"
    assert again.names == model.names == SLOTS
    assert np.abs(again.chances(question) - model.chances(question)).max() < 0.02


def test_the_unit_asked_for_is_that_of_the_figure_that_answers() -> None:
    question = next(q for q in load_reading_data().questions if q.kind == "number" and q.answerable)
    assert unit_of_answer(replace(question, answer="2025年达到23.5%以上")) == ("percentage",)
    assert unit_of_answer(replace(question, answer="投入300亿元")) == ("money",)
    assert unit_of_answer(replace(question, answer="产粮300万吨")) == (OTHER_UNIT,)
    assert unit_of_answer(replace(question, answer="新增12%，共300亿元")) is None
    assert unit_of_answer(replace(question, answerable=False)) is None
    assert unit_of_answer(replace(question, kind="duty")) == ()


def test_the_slots_that_the_data_names_belong_to_its_frames_and_questions() -> None:
    data = load_reading_data()
    texts = labelled(data)
    assert {slot for each in texts for slot in each.asks} == {*SLOTS, OTHER_UNIT}
    assert all(any(slot in each.asks for each in texts) for slot in SLOTS)
    assert {each.document for each in texts if not each.frame} == {q.document for q in data.questions}


def test_a_question_that_nobody_has_labelled_teaches_its_unit_alone() -> None:
    rows = (json.loads(line) for line in (DATA / SLOTS_ASKED).read_text(encoding="utf-8").splitlines())
    unlabelled = {row["question"] for row in rows if row.get("unlabelled")}
    told = {q.question for q in load_reading_data().questions if q.id in unlabelled}
    own = [each for each in labelled(load_reading_data()) if each.text in told]
    assert own and all({*SLOTS} - each.unclear <= {*UNITS} for each in own)


def test_what_is_learned_follows_its_labels() -> None:
    data = load_reading_data()
    asks = Labelled("第{H}口井归谁挖", frozenset({"rest"}), frozenset(), frame=True)
    other = Labelled("{X}是多少", frozenset(), frozenset(), frame=True)
    unclear = Labelled("第{H}口井归谁填", frozenset(), frozenset({"rest"}), frame=True)
    # every slot must be asked for by something
    rest = [Labelled(f"{slot} {{Y}}", frozenset({slot}), frozenset(), frame=True) for slot in SLOTS]
    model = learn_slots([asks, other, unclear, *rest] * 3, data, Recipe(inverse=100.0))
    at = SLOTS.index("rest")
    assert model.chances("第三口井归谁挖")[at] > 0.5 > model.chances("产量是多少")[at]
    assert chance_of("第三口井归谁挖", "rest") < 0.5  # the committed one knows nothing of wells
