"""Duties under rules that count working time: splits, paid and unpaid rest, broken breaks."""
