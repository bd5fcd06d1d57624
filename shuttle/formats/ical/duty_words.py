"""What events say to drivers, in three languages."""
# ruff: noqa: RUF001 - Chinese has its own punctuation, and times a dash between them

from typing import NamedTuple

from shuttle.domain.base import Language


class DutyWords(NamedTuple):
    """Phrases of one language; names in braces are filled in.

    Attributes:
        pause: of the time between two pieces; whether it counts as rest, the rules say.
    """

    title: str
    changed_title: str
    sign_on: str
    trip: str
    empty: str
    port: str
    pause: str
    sign_off: str
    cancelled: str
    delayed: str
    late: str
    full: str
    boarding: str


_WORDS: dict[Language, DutyWords] = {
    "en": DutyWords(
        title="Duty {duty} {start}–{end}",
        changed_title="CHANGED: {title}",
        sign_on="{time} Sign on, {place}",
        trip="{start}–{end} Trip {trip}, bus {bus}: {origin} → {destination}{port}",
        empty="{start}–{end} Empty run, bus {bus}: {origin} → {destination}{port}",
        port=", over {port}",
        pause="{start}–{end} No driving ({minutes} min), {place}",
        sign_off="{time} Sign off, {place}",
        cancelled="Cancelled today: trip {trip}. Ask the control room what to do instead.",
        delayed="Today trip {trip} leaves {minutes} min late, at {time}.",
        late="Today trip {trip} is delayed; the control room says by how much.",
        full="Today trip {trip} is full: no seat is left.",
        boarding="Today riders of trip {trip} board at: {place}.",
    ),
    "zh-Hant": DutyWords(
        title="車長更 {duty} {start}–{end}",
        changed_title="【有更改】{title}",
        sign_on="{time} 簽到，{place}",
        trip="{start}–{end} 班次 {trip}，巴士 {bus}：{origin} → {destination}{port}",
        empty="{start}–{end} 空車調動，巴士 {bus}：{origin} → {destination}{port}",
        port="，經{port}",
        pause="{start}–{end} 不需駕駛（{minutes} 分鐘），{place}",
        sign_off="{time} 簽退，{place}",
        cancelled="今日取消班次 {trip}，請向車務控制室查詢安排。",
        delayed="今日班次 {trip} 延誤 {minutes} 分鐘，{time} 開出。",
        late="今日班次 {trip} 延誤，時間以車務控制室通知為準。",
        full="今日班次 {trip} 客滿，沒有餘座。",
        boarding="今日班次 {trip} 的乘客上車地點：{place}。",
    ),
    "zh-Hans": DutyWords(
        title="驾驶员排班 {duty} {start}–{end}",
        changed_title="【有变动】{title}",
        sign_on="{time} 出勤签到，{place}",
        trip="{start}–{end} 班次 {trip}，车辆 {bus}：{origin} → {destination}{port}",
        empty="{start}–{end} 空驶，车辆 {bus}：{origin} → {destination}{port}",
        port="，经{port}",
        pause="{start}–{end} 无驾驶任务（{minutes} 分钟），{place}",
        sign_off="{time} 退勤，{place}",
        cancelled="今天班次 {trip} 停运，具体安排请询问调度室。",
        delayed="今天班次 {trip} 晚点 {minutes} 分钟，{time} 发车。",
        late="今天班次 {trip} 晚点，时间以调度室通知为准。",
        full="今天班次 {trip} 满座，没有余座。",
        boarding="今天班次 {trip} 的乘车点：{place}。",
    ),
}


def duty_words(language: Language) -> DutyWords:
    """The phrases of one language."""
    return _WORDS[language]
