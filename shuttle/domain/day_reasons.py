"""Why a date runs or does not, in words for riders in three languages."""

from collections.abc import Mapping

from shuttle.domain.base import LocalText
from shuttle.domain.calendar import Calendar, Reason
from shuttle.domain.network import Side

_HOLIDAY: Mapping[Side, LocalText] = {
    "sz": LocalText(en="Mainland holiday: ", zh_hant="內地公眾假期：", zh_hans="内地法定节假日："),
    "hk": LocalText(en="Hong Kong holiday: ", zh_hant="香港公眾假期：", zh_hans="香港公众假期："),
}
_PLACE: Mapping[Side, LocalText] = {
    "sz": LocalText(en="Mainland", zh_hant="內地", zh_hans="内地"),
    "hk": LocalText(en="Hong Kong", zh_hant="香港", zh_hans="香港"),
}


def holiday_reason(side: Side, name: LocalText) -> Reason:
    """A public holiday of one jurisdiction, by name."""
    word = _HOLIDAY[side]
    return Reason(
        code="holiday",
        text=LocalText(
            en=word.en + name.en,
            zh_hant=word.zh_hant + name.zh_hant,
            zh_hans=word.zh_hans + name.zh_hans,
        ),
    )


def runs_on_holiday_reason(holiday: Reason) -> Reason:
    """A public holiday on which the service runs all the same."""
    return Reason(
        code="holiday",
        text=LocalText(
            en=f"{holiday.text.en}; the service runs",
            zh_hant=f"{holiday.text.zh_hant}；服務照常",
            zh_hans=f"{holiday.text.zh_hans}；服务照常",
        ),
    )


def weekend_reason() -> Reason:
    """A Saturday or Sunday without service."""
    return Reason(code="weekend", text=LocalText(en="Weekend", zh_hant="週末", zh_hans="周末"))


def makeup_reason(side: Side, *, runs: bool) -> Reason:
    """A weekend day declared a working day in exchange for a bridge day."""
    place = _PLACE[side]
    tail = ("", "", "") if runs else ("; no service", "；不設服務", "；不设服务")
    return Reason(
        code="makeup",
        text=LocalText(
            en=f"{place.en} make-up working day{tail[0]}",
            zh_hant=f"{place.zh_hant}調休上班日{tail[1]}",
            zh_hans=f"{place.zh_hans}调休上班日{tail[2]}",
        ),
    )


def day_type_reason(name: LocalText) -> Reason:
    """The day type itself, by name."""
    return Reason(code="day_type", text=name)


def no_day_type_reason() -> Reason:
    """No day type holds, for no cause that a calendar names."""
    return Reason(
        code="no_day_type",
        text=LocalText(
            en="No service is planned on this day",
            zh_hant="當日不設服務",
            zh_hans="当日不设服务",
        ),
    )


def override_reason(reason: LocalText) -> Reason:
    """The planner's own reason for a dated override."""
    return Reason(code="override", text=reason)


def provisional_reason(calendar: Calendar) -> Reason:
    """A calendar that was asked has not been announced for the date."""
    place = _PLACE[calendar.id]
    last = calendar.announced_through.isoformat()
    return Reason(
        code="provisional",
        text=LocalText(
            en=f"Provisional: {place.en} holidays are known to {last} only",
            zh_hant=f"暫定：{place.zh_hant}假期只公布至 {last}",
            zh_hans=f"暂定：{place.zh_hans}假期只公布至 {last}",
        ),
    )
