import pytest

from corpus.regions import all_regions, counties_of, find_mentions, region_of_title, regions_named, short_name


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("资阳市", "资阳"),
        ("黔东南苗族侗族自治州", "黔东南"),
        ("内蒙古自治区", "内蒙古"),
        ("广西壮族自治区", "广西"),
        ("香港特别行政区", "香港"),
        ("阿克苏地区", "阿克苏"),
        ("浦东新区", "浦东"),
        ("赵县", "赵县"),
    ],
)
def test_short_name_is_what_people_say(name: str, short: str) -> None:
    assert short_name(name) == short


def test_every_province_and_prefecture_of_china_is_known() -> None:
    provinces = {r.name for r in all_regions() if r.level == "province"}
    assert len(provinces) == 34
    assert sum(r.level == "prefecture" for r in all_regions()) >= 330
    assert all(r.province for r in all_regions())


def test_every_prefecture_is_found_by_its_full_name_in_a_sentence() -> None:
    prefectures = [
        r
        for r in all_regions()
        if r.level == "prefecture" and not r.name.startswith(("省直辖", "自治区直辖", "市辖", "县"))
    ]
    missed = [
        r.name for r in prefectures if [m.regions[0].name for m in find_mentions(f"请问{r.name}的目标")][:1] != [r.name]
    ]
    assert missed == []


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("抚州市和福州市的目标", ["抚州市", "福州市"]),
        ("抚州和福州比一比", ["抚州市", "福州市"]),
        ("黔东南州能耗", ["黔东南苗族侗族自治州"]),
        ("四川省资阳市", ["四川省", "资阳市"]),
        ("推进节能减排", []),
        ("白银价格与日照时长", []),
    ],
)
def test_places_are_found_left_to_right_longest_first(text: str, places: list[str]) -> None:
    assert [m.regions[0].name for m in find_mentions(text)] == places


def test_mention_gives_the_characters_that_name_the_place() -> None:
    text = "到2025年，郴州市能耗下降"
    mention = find_mentions(text)[0]
    assert text[mention.start : mention.end] == "郴州市"
    assert mention.regions[0].province == "湖南省"


def test_fuzhou_of_jiangxi_and_of_fujian_are_two_places() -> None:
    assert [(r.name, r.province) for r in regions_named("抚州")] == [("抚州市", "江西省")]
    assert [(r.name, r.province) for r in regions_named("福州")] == [("福州市", "福建省")]


@pytest.mark.parametrize(
    ("title", "region", "province"),
    [
        ("郴州市“十四五”节能减排行动方案", "郴州市", "湖南省"),
        ("黔东南州“十四五”节能减排综合工作方案", "黔东南州", "贵州省"),
        ("2025年广西政府工作报告", "广西壮族自治区", "广西壮族自治区"),
        ("上海市关于加快建立健全绿色低碳循环发展经济体系的实施方案", "上海市", "上海市"),
        ("澜浦州“十四五”节能减排降碳实施方案", "澜浦州", ""),
        ("节能减排方案", "", ""),
    ],
)
def test_region_of_a_title_and_its_province(title: str, region: str, province: str) -> None:
    assert region_of_title(title) == (region, province)


def test_counties_belong_to_their_prefecture() -> None:
    assert {"雁江区", "安岳县", "乐至县"} <= {r.name for r in counties_of("资阳市")}
    assert list(counties_of("澜浦州")) == []
