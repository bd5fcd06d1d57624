"""What riders are told of a change, in three languages."""

from shuttle.domain.base import LocalText
from shuttle.errors import InputError, Problem


def notice(en: str | None, zh_hant: str | None, zh_hans: str | None) -> LocalText | None:
    """The notice, or None where there is none; raises InputError for some languages only."""
    texts = {"--notice-en": en, "--notice-zh-hant": zh_hant, "--notice-zh-hans": zh_hans}
    missing = [option for option, text in texts.items() if not text]
    if len(missing) == len(texts):
        return None
    if missing or en is None or zh_hant is None or zh_hans is None:
        message = "is missing; riders read three languages: give all of them, or none"
        raise InputError([Problem("", option, message) for option in missing])
    return LocalText(en=en, zh_hant=zh_hant, zh_hans=zh_hans)
