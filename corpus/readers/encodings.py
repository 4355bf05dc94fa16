"""Which encoding the bytes of a Chinese text are in: the one that gives the characters which Chinese texts are made of.

A wrong decoding gives rare characters, so the share of frequent ones tells GB18030, Big5 and UTF-16 apart, also in short texts.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

#: Characters of which every Chinese text has many, and those that are written otherwise in Traditional Chinese.
_FREQUENT = frozenset(
    "的一是在不了有和人这中大为上个国我以要时来用生到作地于出就分对成会可主发年动同工也能下过说产种面方后多定行学法所民得经十三之进等部度家电力"
    "里如水化高自二理起小物现实加量都两体制机当使点从业本把性好应开合由其前外天政四日社事平形相全表间与关各重新线内数正明利比或质气第向变条结解"
    "意建月公无系情者最立代已通并提直题程展五果员位入常文总次品式活设及管特件长求基资边流路级少统接将组见计期根农指九区强放决任取据处给保治造百"
    "规领口东导金增争济交受联共权收证改清转更单风教带安场车例务具万每目至达积议报完类名确科信节整元集传广记需段研际商非连断省列支历市构府称准精值号"
    "率划选标存效查江型按养置层专育适属调满县局照参引该价严办委厅镇乡村河南北西海城推动落实方案计划项目企业推进、，。；：（）《》“”"
    "這個國時來為對會發動過說產種後經電裡現實體機當應開業從間與關線數質氣變條結無統將組見計區強決據處給規領導爭濟聯權證轉單風帶場車務萬達議報類確節"
    "傳廣記際連斷歷構稱準劃選標專適屬調滿縣參價嚴辦廳鎮鄉東進總號資設長門問題價點還讓樣億"
)
_NAMES = {
    "gb18030": "GB18030（GBK）",
    "big5hkscs": "Big5",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "utf-32-le": "UTF-32",
    "utf-32-be": "UTF-32",
}
#: A text has at least this share of them; the one decoding is clear when no other has half of its share.
_LEAST, _CLEAR = 0.12, 2.0
#: A text in UTF-16 holds but few signs that no Chinese text has.
_PLAUSIBLE = 0.95
_SAMPLE = 20_000
#: The syllables that Korean texts are made of.
_KOREAN = frozenset(
    "이다의을는에한를하고가로은지도사인기시자리어서대정나해일그아수보제과들것전부여구동면상관안주장라으성있화조원만개중연계년국생체무선적행용"
)
#: A Japanese text has at least this share of hiragana, a Korean one of frequent syllables. Of the 1,253 lines of the plans and samples, in
#: GB18030 or Big5, none decoded so has any hiragana, nor more than 0.22 of such syllables.
_JAPANESE_LEAST, _KOREAN_LEAST = 0.2, 0.3
#: What opens the words in texts of seven bits, and what they are then in.
_SHIFTED_HZ, _SHIFTED_ISO = "~{", b"\x1b$"


@dataclass(frozen=True, slots=True)
class Guess:
    """A decoding: the name of its encoding, the text, the share of frequent characters in it."""

    encoding: str
    text: str
    share: float

    @property
    def name(self) -> str:
        """What people call the encoding."""
        return _NAMES.get(self.encoding, self.encoding.upper())


def best_guess(data: bytes, first: Sequence[str] = (), *, damaged: bool = False) -> Guess | None:
    """The decoding that reads most like a Chinese text, those of ``first`` before others where none is clearly better.

    With ``damaged`` the text may have places that cannot be decoded. None where no decoding reads like a text.
    """
    guesses = []
    for encoding in (*first, *(name for name in _NAMES if name not in first)):
        try:
            text = data.decode(encoding, errors="replace" if damaged else "strict")
        except (UnicodeDecodeError, LookupError):
            continue
        if "\0" not in text and (not encoding.startswith("utf-16") or _is_plausible(text)):
            guesses.append(Guess(encoding, text, _share(text)))
    if not guesses:
        return None
    best = max(guesses, key=lambda guess: guess.share)
    if best.share < _LEAST:
        return None
    return next(guess for guess in guesses if guess.share * _CLEAR > best.share)


def spelled_out(text: str) -> str:
    """A text of ASCII, or the Chinese one that it spells out (HZ)."""
    if _SHIFTED_HZ not in text:
        return text
    try:
        chinese = text.encode("ascii").decode("hz")
    except UnicodeDecodeError:
        return text
    return chinese if _share(chinese) >= _LEAST else text


def foreign_name(data: bytes) -> str | None:
    """The encoding of a Japanese or Korean text, which would else be read as rare Chinese characters; None for any other."""
    if data.isascii():
        return " ISO-2022（日文或韩文）" if _SHIFTED_ISO in data else None
    if _part(_decoded(data, "cp932"), _is_hiragana) >= _JAPANESE_LEAST:
        return " Shift-JIS（日文）"
    chinese = _decoded(data, "gb18030")
    japanese = _decoded(data, "euc_jp")  # its hiragana are where GB18030 has them, its other characters are not
    if _part(japanese, _is_hiragana) >= _JAPANESE_LEAST and _share_of_hanzi(japanese) > _share_of_hanzi(chinese):
        return " EUC-JP（日文）"
    korean = _part(_decoded(data, "cp949"), _KOREAN.__contains__)
    return " EUC-KR（韩文）" if korean >= max(_KOREAN_LEAST, _share(chinese) if chinese else 0.0) else None


def _decoded(data: bytes, encoding: str) -> str:
    """The text, or nothing where it is not in an encoding."""
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return ""


def _part(text: str, is_so: Callable[[str], bool]) -> float:
    signs = [sign for sign in text[:_SAMPLE] if sign > "\x7f"]
    return sum(map(is_so, signs)) / len(signs) if signs else 0.0


def _is_hiragana(sign: str) -> bool:
    return "\u3041" <= sign <= "\u3096"


def _share_of_hanzi(text: str) -> float:
    hanzi = "".join(sign for sign in text[:_SAMPLE] if "\u4e00" <= sign <= "\u9fff")
    return _share(hanzi) if hanzi else 0.0


def _share(text: str) -> float:
    """The share of frequent characters among those outside ASCII; of ASCII alone all are."""
    signs = [sign for sign in text[:_SAMPLE] if sign > "\x7f"]
    return sum(sign in _FREQUENT for sign in signs) / len(signs) if signs else 1.0


def _is_plausible(text: str) -> bool:
    sample = text[:_SAMPLE]
    return sum(_is_usual(sign) for sign in sample) >= _PLAUSIBLE * len(sample) if sample else False


def _is_usual(sign: str) -> bool:
    if sign < "\x7f":
        return sign >= " " or sign in "\t\n\r\f"
    return (
        "\u4e00" <= sign <= "\u9fff" or "\u2000" <= sign <= "\u303f" or "\uff00" <= sign <= "\uffef" or sign in "·×±°²³"
    )
