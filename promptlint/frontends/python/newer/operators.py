"""The operators of libcst and of `ast`."""

from __future__ import annotations

import ast

import libcst as cst

BINARY: dict[type[cst.CSTNode], ast.operator] = {
    cst.Add: ast.Add(),
    cst.Subtract: ast.Sub(),
    cst.Multiply: ast.Mult(),
    cst.Divide: ast.Div(),
    cst.FloorDivide: ast.FloorDiv(),
    cst.Modulo: ast.Mod(),
    cst.Power: ast.Pow(),
    cst.MatrixMultiply: ast.MatMult(),
    cst.LeftShift: ast.LShift(),
    cst.RightShift: ast.RShift(),
    cst.BitOr: ast.BitOr(),
    cst.BitAnd: ast.BitAnd(),
    cst.BitXor: ast.BitXor(),
}
AUGMENTED: dict[type[cst.CSTNode], ast.operator] = {
    getattr(cst, f"{name.__name__}Assign"): operator for name, operator in BINARY.items()
}
UNARY: dict[type[cst.CSTNode], ast.unaryop] = {
    cst.Plus: ast.UAdd(),
    cst.Minus: ast.USub(),
    cst.BitInvert: ast.Invert(),
    cst.Not: ast.Not(),
}
BOOLEAN: dict[type[cst.CSTNode], ast.boolop] = {cst.And: ast.And(), cst.Or: ast.Or()}
COMPARISON: dict[type[cst.CSTNode], ast.cmpop] = {
    cst.Equal: ast.Eq(),
    cst.NotEqual: ast.NotEq(),
    cst.LessThan: ast.Lt(),
    cst.LessThanEqual: ast.LtE(),
    cst.GreaterThan: ast.Gt(),
    cst.GreaterThanEqual: ast.GtE(),
    cst.Is: ast.Is(),
    cst.IsNot: ast.IsNot(),
    cst.In: ast.In(),
    cst.NotIn: ast.NotIn(),
}
