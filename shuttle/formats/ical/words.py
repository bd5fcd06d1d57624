"""What events say to riders, in three languages."""
# ruff: noqa: RUF001 - Chinese has its own punctuation, and times a dash between them

from datetime import date
from typing import NamedTuple

from shuttle.domain.base import Language


class Words(NamedTuple):
    """Phrases of one language; names in braces are filled in.

    Attributes:
        page: first part of the path of the commuters' pages.
    """

    page: str
    title: str
    marked: str
    between: str
    cancelled_mark: str
    delayed_mark: str
    late_mark: str
    full_mark: str
    moved_mark: str
    extra_mark: str
    cancelled: str
    delayed: str
    late: str
    full: str
    moved: str
    extra: str
    odd_day: str
    board_at: str
    arrives: str
    arrives_late: str
    port: str
    clearance: str
    clearance_late: str
    documents: str
    clocks: str
    seats: str
    book: str
    book_minutes: str
    book_eve: str
    book_days: str
    live: str
    provisional: str
    contact: str
    boarding: str
    calendar: str


_ENGLISH = Words(
    page="en",
    title="Shuttle {time} {origin} → {destination}",
    marked="{marks}: {title}",
    between=", ",
    cancelled_mark="CANCELLED",
    delayed_mark="Delayed {minutes} min",
    late_mark="Delayed",
    full_mark="FULL",
    moved_mark="Other boarding point",
    extra_mark="Extra bus",
    cancelled="This trip is cancelled on this day.",
    delayed="This trip leaves {minutes} min late on this day, at {time}.",
    late="This trip is delayed on this day; see the live times.",
    full="This bus is full on this day: no seat is left.",
    moved="On this day board at another place: {place}.",
    extra="This is an extra bus; it runs on this day only.",
    odd_day="{date}: {reason}.",
    board_at="Board at: {place}.",
    arrives="Planned arrival {time}, {destination}.",
    arrives_late="Expected arrival {time}, {destination}.",
    port="Border crossing: {port}.",
    clearance="Planned clearance at {port}: {start}–{end}.",
    clearance_late="Expected clearance at {port}: {start}–{end}.",
    documents="Bring your travel documents and all your luggage.",
    clocks="Clocks on both sides show the same time (UTC+8).",
    seats="Seats: {seats}.",
    book="Book your seat before departure: {where}",
    book_minutes="Book your seat at least {minutes} minutes before departure: {where}",
    book_eve="Book your seat by {time} on the day before: {where}",
    book_days="Book your seat by {time}, {days} days before: {where}",
    live="Live times: {url}",
    provisional="Dates after {last} are provisional until the official holidays for them are "
    "announced.",
    contact="Contact: {contact}",
    boarding="{stop}, {place}",
    calendar="Shuttle: {name}",
)

_TRADITIONAL = Words(
    page="tc",
    title="穿梭巴士 {time} {origin} → {destination}",
    marked="【{marks}】{title}",
    between="、",
    cancelled_mark="取消",
    delayed_mark="延誤 {minutes} 分鐘",
    late_mark="延誤",
    full_mark="客滿",
    moved_mark="上車地點更改",
    extra_mark="加開班次",
    cancelled="當日此班次取消。",
    delayed="當日此班次延誤 {minutes} 分鐘，{time} 開出。",
    late="當日此班次延誤，請查看實時班次。",
    full="當日此班次客滿，沒有餘座。",
    moved="當日上車地點改為：{place}。",
    extra="此為加開班次，只在當日開出。",
    odd_day="{date}：{reason}。",
    board_at="上車地點：{place}。",
    arrives="預計 {time} 抵達{destination}。",
    arrives_late="預計 {time} 抵達{destination}。",
    port="過關口岸：{port}。",
    clearance="{port}預計過關時間：{start}–{end}。",
    clearance_late="{port}預計過關時間：{start}–{end}。",
    documents="請帶備旅行證件及所有行李。",
    clocks="兩地時間相同（UTC+8）。",
    seats="座位：{seats} 個。",
    book="開車前須預訂座位：{where}",
    book_minutes="須於開車前至少 {minutes} 分鐘預訂座位：{where}",
    book_eve="須於開車前一日 {time} 前預訂座位：{where}",
    book_days="須於開車前 {days} 日的 {time} 前預訂座位：{where}",
    live="實時班次：{url}",
    provisional="{last}之後的日期為暫定，以官方公布的假期安排為準。",
    contact="聯絡：{contact}",
    boarding="{stop}（{place}）",
    calendar="穿梭巴士：{name}",
)

_SIMPLIFIED = Words(
    page="sc",
    title="班车 {time} {origin} → {destination}",
    marked="【{marks}】{title}",
    between="、",
    cancelled_mark="停运",
    delayed_mark="晚点 {minutes} 分钟",
    late_mark="晚点",
    full_mark="满座",
    moved_mark="乘车点变更",
    extra_mark="加开班次",
    cancelled="当日此班次停运。",
    delayed="当日此班次晚点 {minutes} 分钟，{time} 发车。",
    late="当日此班次晚点，请查看实时班次。",
    full="当日此班次满座，没有余座。",
    moved="当日乘车点改为：{place}。",
    extra="此为加开班次，仅当日发车。",
    odd_day="{date}：{reason}。",
    board_at="乘车点：{place}。",
    arrives="预计 {time} 抵达{destination}。",
    arrives_late="预计 {time} 抵达{destination}。",
    port="通关口岸：{port}。",
    clearance="{port}预计通关时间：{start}–{end}。",
    clearance_late="{port}预计通关时间：{start}–{end}。",
    documents="请携带出入境证件和全部行李。",
    clocks="两地时间相同（UTC+8）。",
    seats="座位：{seats} 个。",
    book="须在发车前预订座位：{where}",
    book_minutes="须在发车前至少 {minutes} 分钟预订座位：{where}",
    book_eve="须在发车前一天 {time} 前预订座位：{where}",
    book_days="须在发车前 {days} 天的 {time} 前预订座位：{where}",
    live="实时班次：{url}",
    provisional="{last}之后的日期为暂定，以官方公布的假期安排为准。",
    contact="联系：{contact}",
    boarding="{stop}（{place}）",
    calendar="班车：{name}",
)

_WORDS: dict[Language, Words] = {"en": _ENGLISH, "zh-Hant": _TRADITIONAL, "zh-Hans": _SIMPLIFIED}
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def words(language: Language) -> Words:
    """The phrases of a language."""
    return _WORDS[language]


def long_date(day: date, language: Language) -> str:
    """`31 December 2026` or `2026年12月31日`, whatever the machine's locale."""
    if language == "en":
        return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
    return f"{day.year}年{day.month}月{day.day}日"
