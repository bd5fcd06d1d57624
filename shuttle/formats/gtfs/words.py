"""What the tables say of their own, in three languages."""
# ruff: noqa: RUF001 - Chinese has its own punctuation

from shuttle.domain.base import LocalText

APPROXIMATE = LocalText(
    en="Approximate position: the boarding place has not been published",
    zh_hant="位置僅供參考：上車地點尚未公布",
    zh_hans="位置仅供参考：乘车点尚未公布",
)
CLEARANCE_ONLY = LocalText(
    en="Border clearance: passengers continue with the same bus",
    zh_hant="過關：乘客過關後乘搭同一部巴士繼續行程",
    zh_hans="过关：乘客过关后乘坐同一辆客车继续行程",
)
