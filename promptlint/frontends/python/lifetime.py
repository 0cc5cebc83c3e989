"""How long a value lives: one that is made once and reused is as stable as the thing that keeps it."""

from __future__ import annotations

from dataclasses import replace

from promptlint.frontends.python.rewriting import Change, Once, rewrite
from promptlint.frontends.python.sizes import HOLES
from promptlint.frontends.python.values import Function, Value
from promptlint.hole import Hole, Volatility


def capped(value: Value, life: Volatility) -> Value:
    """Return the value with no hole in it more volatile than `life`."""
    if life >= Volatility.REQUEST:
        return value

    def lowered(part: Value, inside: Change) -> Value:
        match part:
            case Hole() if part.rate > life:
                order = part.order and replace(part.order, volatility=min(part.order.volatility, life))
                return replace(part, volatility=min(part.volatility, life), order=order)
            case Function():
                return part
        return rewrite(part, inside)

    return Once(HOLES, lowered)(value)
