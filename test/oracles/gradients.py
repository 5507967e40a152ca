#!/usr/bin/env python3
"""Derivatives of 300 random compositions of kernels, by central differences of their formulas at 60 digits: test/fixtures/gradients.json.

    python3 test/oracles/gradients.py

Needs mpmath. A step of 1e-20 leaves an error of 1e-40, so that what is written is the derivative rounded once. Beside each derivative of
sum M_ij k_ij stands sum |M_ij dk_ij|, the scale of its rounding errors.
"""

import json
import random
from pathlib import Path

from mpmath import mp, mpf

mp.dps = 60
STEP = mpf(10) ** -20
FEATURES = 3


# ---- formulas: x and z are points, `same` says whether they are the same training point ----------------------------------------


def squares(x, z, scale):
    lengths = scale if isinstance(scale, list) else [scale] * len(x)
    return sum(((a - b) / l) ** 2 for a, b, l in zip(x, z, lengths))


def inner(x, z):
    return sum(a * b for a, b in zip(x, z))


def root(value):
    return mp.sqrt(value) if value != 0 else mpf(0)


def elementary(p, t):
    e = [mpf(1)] + [mpf(0)] * p
    for value in t:
        for q in range(p, 0, -1):
            e[q] += value * e[q - 1]
    return e[p]


def value(k, x, z, same):
    kind = k["kind"]
    gamma = k.get("gamma")
    if gamma == "auto":
        gamma = mpf(1) / len(x)
    if kind == "linear":
        if "metric" in k:
            return sum(x[i] * a * z[j] for i, row in enumerate(k["metric"]) for j, a in enumerate(row))
        return inner(x, z)
    if kind == "polynomial":
        return (gamma * inner(x, z) + k["coef0"]) ** int(k["degree"])
    if kind == "rbf":
        if "sigma" in k:
            return mp.exp(-squares(x, z, k["sigma"]))
        if "lengthScale" in k:
            return mp.exp(-squares(x, z, k["lengthScale"]) / 2)
        return mp.exp(-gamma * squares(x, z, mpf(1)))
    if kind == "laplacian":
        return mp.exp(-gamma * sum(abs(a - b) for a, b in zip(x, z)))
    if kind == "matern":
        r = root(squares(x, z, k["lengthScale"]))
        s = root(2 * mpf(k["nu"])) * r
        return {0.5: mpf(1), 1.5: 1 + s, 2.5: 1 + s + s * s / 3}[k["nu"]] * mp.exp(-s)
    if kind == "rationalQuadratic":
        return (1 + squares(x, z, k["lengthScale"]) / (2 * k["alpha"])) ** (-k["alpha"])
    if kind == "periodic":
        sine = lambda r: mp.sin(mp.pi * r / k["period"]) ** 2
        waves = sum(sine(a - b) for a, b in zip(x, z)) if k["metric"] == "per-feature" else sine(root(squares(x, z, mpf(1))))
        return mp.exp(-2 * waves / k["lengthScale"] ** 2)
    if kind == "sigmoid":
        return mp.tanh(gamma * inner(x, z) + k["coef0"])
    if kind == "cosine":
        norm = root(inner(x, x)) * root(inner(z, z))
        return inner(x, z) / norm if norm != 0 else mpf(0)
    if kind in ("chi2", "additiveChi2"):
        chi = sum((a - b) ** 2 / (a + b) for a, b in zip(x, z) if a + b != 0)
        return mp.exp(-gamma * chi) if kind == "chi2" else -chi
    if kind == "allSubsets":
        return mp.fprod(1 + a * b for a, b in zip(x, z))
    if kind == "anova":
        return elementary(int(k["degree"]), [a * b for a, b in zip(x, z)])
    if kind == "constant":
        return k["value"]
    if kind == "white":
        return k["variance"] if same else mpf(0)
    if kind == "sum":
        return sum(value(term, x, z, same) for term in k["terms"])
    if kind == "product":
        return mp.fprod(value(factor, x, z, same) for factor in k["factors"])
    inside = lambda a, b, equal: value(k["kernel"], a, b, equal)
    if kind == "scaled":
        return k["factor"] * inside(x, z, same)
    if kind == "power":
        return inside(x, z, same) ** int(k["exponent"])
    if kind == "exponentiated":
        return mp.exp(inside(x, z, same))
    if kind == "normalized":
        norm = inside(x, x, True) * inside(z, z, True)
        return inside(x, z, same) / mp.sqrt(norm) if norm != 0 else mpf(0)
    if kind == "onColumns":
        pick = lambda point: [point[c] for c in k["columns"]]
        return value(k["kernel"], pick(x), pick(z), same)
    raise ValueError(kind)


# ---- parameters --------------------------------------------------------------------------------------------------------------

NUMBERS = ["factor", "variance", "value", "alpha", "period", "sigma", "gamma", "lengthScale", "coef0"]
ORDER = {"rationalQuadratic": ["alpha", "lengthScale"], "periodic": ["period", "lengthScale"], "polynomial": ["gamma", "coef0"], "sigmoid": ["gamma", "coef0"]}


def slots(k, prefix=""):
    """(path, holder, key) of every free number, those of a kernel before those of its parts."""
    found = []
    for name in ORDER.get(k["kind"], NUMBERS):
        if name not in k or k[name] == "auto":
            continue
        if isinstance(k[name], list):
            found += [(f"{prefix}{name}.{i}", k[name], i) for i in range(len(k[name]))]
        else:
            found.append((prefix + name, k, name))
    for name in ("terms", "factors"):
        for i, part in enumerate(k.get(name, [])):
            found += slots(part, f"{prefix}{name}.{i}.")
    if "kernel" in k:
        found += slots(k["kernel"], f"{prefix}kernel.")
    return found


def exact(k):
    """A copy with its free numbers as mpf."""
    copy = json.loads(json.dumps(k))
    for _, holder, key in slots(copy):
        holder[key] = mpf(holder[key])
    return copy


def derivative(f):
    return (f(STEP) - f(-STEP)) / (2 * STEP)


def gradient(kernel, pairs):
    """By every parameter: sum w k(x, z) over the (w, x, z, same), and the sum of magnitudes."""
    k = exact(kernel)
    result = []
    for path, holder, key in slots(k):
        at = holder[key]
        isLog = at > 0 and not path.endswith("coef0")

        def moved(h):
            holder[key] = at + h
            return [value(k, x, z, same) for _, x, z, same in pairs]

        up, down = moved(STEP), moved(-STEP)
        holder[key] = at
        slopes = [(a - b) / (2 * STEP) * (at if isLog else 1) for a, b in zip(up, down)]
        # a derivative that is 0 everywhere: what cancels are values
        if max(abs(s) for s in slopes) < 1e-30:
            slopes = [mpf(0)] * len(pairs)
        total = sum(w * s for (w, *_), s in zip(pairs, slopes))
        scale = sum(abs(w * s) for (w, *_), s in zip(pairs, slopes)) or sum(abs(w * v) for (w, *_), v in zip(pairs, up))
        result.append((path, float(total), float(scale)))
    return result


def pointGradient(kernel, X, alpha, z):
    k = exact(kernel)
    result, scales = [], []
    for c in range(len(z)):
        slopes = []
        for a, x in zip(alpha, X):
            at = lambda h: value(k, z[:c] + [z[c] + h] + z[c + 1 :], x, False)
            slopes.append(a * derivative(at))
        result.append(float(sum(slopes)))
        scales.append(float(sum(abs(s) for s in slopes)))
    return result, scales


# ---- random compositions -----------------------------------------------------------------------------------------------------

source = random.Random(20240229)


def number(low, high):
    return round(source.uniform(low, high), 3)


def lengths(d):
    return source.choice([number(0.4, 2), [number(0.4, 2) for _ in range(d)]])


def smooth(d):
    """Kernels between -1 and 1."""
    return source.choice(
        [
            lambda: {"kind": "rbf", "gamma": number(0.2, 1.5)},
            lambda: {"kind": "rbf", "gamma": source.choice(["auto", 0])},
            lambda: {"kind": "rbf", "sigma": number(0.5, 2)},
            lambda: {"kind": "rbf", "lengthScale": lengths(d)},
            lambda: {"kind": "laplacian", "gamma": number(0.2, 1.5)},
            lambda: {"kind": "matern", "nu": 0.5, "lengthScale": lengths(d)},
            lambda: {"kind": "matern", "nu": 1.5, "lengthScale": lengths(d)},
            lambda: {"kind": "matern", "nu": 2.5, "lengthScale": lengths(d)},
            lambda: {"kind": "rationalQuadratic", "alpha": number(0.3, 4), "lengthScale": lengths(d)},
            lambda: {"kind": "rationalQuadratic", "alpha": source.choice([50.0, 1e6]), "lengthScale": lengths(d)},
            lambda: {"kind": "periodic", "period": number(0.7, 3), "lengthScale": number(0.5, 2), "metric": "euclidean"},
            lambda: {"kind": "periodic", "period": number(0.7, 3), "lengthScale": number(0.5, 2), "metric": "per-feature"},
            lambda: {"kind": "sigmoid", "gamma": number(0.1, 1), "coef0": number(-1, 1)},
            lambda: {"kind": "sigmoid", "gamma": number(2, 6), "coef0": number(2, 5)},
            lambda: {"kind": "cosine"},
            lambda: {"kind": "chi2", "gamma": number(0.2, 2)},
        ]
    )()


def leaf(d):
    others = [
        lambda: {"kind": "linear"},
        lambda: {"kind": "polynomial", "gamma": source.choice([number(0.2, 1), "auto", 0]), "degree": source.choice([1, 2, 3]), "coef0": number(-1, 2)},
        lambda: {"kind": "additiveChi2"},
        lambda: {"kind": "allSubsets"},
        lambda: {"kind": "anova", "degree": source.randint(1, d)},
        lambda: {"kind": "constant", "value": source.choice([number(0.1, 2), number(-1, 0), 0])},
        lambda: {"kind": "white", "variance": source.choice([number(0.1, 1), 0])},
    ]
    return smooth(d) if source.random() < 0.65 else source.choice(others)()


def metric(d):
    A = [[number(-1, 1) for _ in range(d)] for _ in range(d)]
    return [[round(sum(A[i][k] * A[j][k] for k in range(d)) + (i == j), 3) for j in range(d)] for i in range(d)]


def positive(d):
    """Kernels whose k(x, x) is positive, to be normalised."""
    return source.choice(
        [
            lambda: {"kind": "sum", "terms": [{"kind": "scaled", "factor": number(0.2, 2), "kernel": smoothPositive(d)}, {"kind": "polynomial", "gamma": number(0.2, 1), "degree": 2, "coef0": number(0.1, 1)}]},
            lambda: {"kind": "polynomial", "gamma": number(0.2, 1), "degree": source.choice([1, 2]), "coef0": source.choice([0, number(0.1, 2)])},
            lambda: {"kind": "product", "factors": [{"kind": "allSubsets"}, smoothPositive(d)]},
            lambda: {"kind": "sum", "terms": [{"kind": "linear"}, {"kind": "white", "variance": number(0.1, 1)}, {"kind": "constant", "value": number(0.1, 2)}]},
            lambda: {"kind": "sum", "terms": [{"kind": "normalized", "kernel": {"kind": "polynomial", "gamma": number(0.2, 1), "degree": 2, "coef0": 1}}, {"kind": "scaled", "factor": number(0.2, 2), "kernel": {"kind": "linear"}}]},
        ]
    )()


def smoothPositive(d):
    while True:
        kernel = smooth(d)
        if kernel["kind"] not in ("sigmoid", "cosine"):
            return kernel


def composition(d, depth):
    if depth == 0 or source.random() < 0.2:
        return leaf(d)
    inner = lambda: composition(d, depth - 1)

    def onColumns():
        columns = source.sample(range(d), source.randint(1, d))
        return {"kind": "onColumns", "columns": columns, "kernel": composition(len(columns), depth - 1)}

    return source.choice(
        [
            lambda: {"kind": "sum", "terms": [inner() for _ in range(source.randint(1, 3))]},
            lambda: {"kind": "product", "factors": [inner() for _ in range(source.randint(1, 3))]},
            lambda: {"kind": "scaled", "factor": source.choice([number(0.2, 3), number(-2, -0.1)]), "kernel": inner()},
            lambda: {"kind": "power", "exponent": source.choice([1, 2, 3]), "kernel": inner()},
            lambda: {"kind": "exponentiated", "kernel": {"kind": "scaled", "factor": number(-1, 1), "kernel": smooth(d)}},
            lambda: {"kind": "normalized", "kernel": positive(d)},
            onColumns,
            lambda: {"kind": "sum", "terms": [{"kind": "linear", "metric": metric(d)}, inner()]} if d == FEATURES else inner(),
        ]
    )()


def points(count):
    rows = [[number(0, 1.5) for _ in range(FEATURES)] for _ in range(count)]
    rows[1] = list(rows[0])  # two equal points
    rows[2][0] = 0.0
    return rows


def asExact(rows):
    return [[mpf(v) for v in row] for row in rows]



def main():
    X, Z = points(7), [[number(0.05, 1.45) + 0.0005 for _ in range(FEATURES)] for _ in range(5)]
    many = points(37)
    weights = [[number(0.1, 1) for _ in range(i + 1)] for i in range(37)]
    rectangle = [[number(0.1, 1) for _ in range(len(X))] for _ in range(len(Z))]
    alpha = [number(0.1, 1) for _ in X]
    lower = lambda P: [
        (mpf(weights[i][j]) * (1 if i == j else 2), P[i], P[j], i == j) for i in range(len(P)) for j in range(i + 1)
    ]
    rectangular = [(mpf(rectangle[i][j]), z, x, False) for i, z in enumerate(asExact(Z)) for j, x in enumerate(asExact(X))]
    cases = []
    while len(cases) < 300:
        kernel = composition(FEATURES, source.choice([0, 1, 2, 2, 3]))
        if len(slots(kernel)) == 0 and source.random() < 0.9:
            continue
        size = 37 if len(cases) % 30 == 7 else 7
        training = gradient(kernel, lower(asExact(many if size == 37 else X)))
        case = {"kernel": kernel, "n": size, "paths": [p for p, *_ in training], "training": [g for _, g, _ in training], "trainingScale": [s for *_, s in training]}
        other = gradient(kernel, rectangular)
        case |= {"other": [g for _, g, _ in other], "otherScale": [s for *_, s in other]}
        slopes = [pointGradient(kernel, asExact(X), [mpf(a) for a in alpha], z) for z in asExact(Z)]
        case |= {"points": [s for g, _ in slopes for s in g], "pointsScale": [s for _, g in slopes for s in g]}
        cases.append(case)
    fixture = {"X": X, "many": many, "Z": Z, "weights": weights, "rectangle": rectangle, "alpha": alpha}
    lines = ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases)
    head = json.dumps(fixture, separators=(",", ":"))[:-1]
    path = Path(__file__).parent.parent / "fixtures" / "gradients.json"
    path.write_text(f'{head},"cases":[\n{lines}\n]}}\n')


main()
