"""The one loader of prompt files. A prompt is a Markdown file whose variables stand in braces; names must fit exactly."""

import hashlib
import string
from dataclasses import dataclass
from pathlib import Path

from errors import PromptError

_FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Prompt:
    """A message template. ``fingerprint`` (12 hexadecimal digits of SHA-256) goes into every answer made with it."""

    name: str
    template: str
    variables: frozenset[str]
    fingerprint: str

    def fill(self, **values: str) -> str:
        """The message. Braces inside the values stay as they are.

        Raises:
            PromptError: a variable is missing or unknown.
        """
        if values.keys() != self.variables:
            missing = "、".join(sorted(self.variables - values.keys())) or "无"
            unknown = "、".join(sorted(values.keys() - self.variables)) or "无"
            raise PromptError(
                f"提示词 {self.name}.md 的变量不符：缺少 {missing}，多出 {unknown}。请让模板与调用处的变量一致。"
            )
        pieces = string.Formatter().parse(self.template)
        return "".join(literal + (values[field] if field else "") for literal, field, _, _ in pieces)


def load_prompt(name: str, folder: Path = _FOLDER) -> Prompt:
    """Read ``<name>.md``.

    Raises:
        PromptError: no such file, unbalanced braces, or a variable that is not a plain name.
    """
    path = folder / f"{name}.md"
    try:
        template = path.read_text(encoding="utf-8").strip()
        fields = [(field, spec, conversion) for _, field, spec, conversion in string.Formatter().parse(template)]
    except OSError:
        raise PromptError(f"找不到提示词文件 {path}。请恢复该文件。") from None
    except ValueError as error:
        raise PromptError(f"提示词 {path} 的花括号不成对（{error}）。字面的花括号请写成两个。") from None
    names = [field for field, _, _ in fields if field is not None]
    if any(not n.isidentifier() for n in names) or any(spec or conversion for _, spec, conversion in fields):
        raise PromptError(f"提示词 {path} 的变量只能是 {{名称}} 的形式。请修改模板。")
    return Prompt(name, template, frozenset(names), hashlib.sha256(template.encode()).hexdigest()[:12])
