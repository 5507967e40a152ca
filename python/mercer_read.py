"""Models of mercer in Python: reads the JSON that toJSON of mercer wrote, and predicts, with numpy alone.

    import mercer_read
    model = mercer_read.load("model.json")
    model.predict(Z)                              # numbers, or labels of a classifier
    mean, variance = model.predict_distribution(Z, noise=True)
    model.decision(Z), model.probabilities(Z)     # of a classifier

Z has one point per row (k(Z, X) for a precomputed kernel), in raw units. Results have the units and the shapes of mercer's own and agree with them up to rounding.
"""
import base64
import itertools
import json
import math

import numpy as np

FORMAT = "mercer-model"
VERSION = 1
# numbers of one array of differences, so that memory stays bounded
_CHUNK = 2**22


def load(path):
    """The model in a file."""
    with open(path, encoding="utf-8") as file:
        return from_json(json.load(file))


def from_json(value):
    """The model of parsed JSON. Raises ValueError for what is not of this format and version."""
    if value.get("format") != FORMAT:
        raise ValueError(f'no file of toJSON of mercer: its format is {value.get("format")!r}, not "{FORMAT}"')
    if value.get("version") != VERSION:
        raise ValueError(f'version {value.get("version")} of the format; this reads version {VERSION}')
    model = value["model"]
    return _KINDS[model["kind"]](model)


class KernelModel:
    """h(z) = Σ_i α_i k(x_i, z) + b"""

    def __init__(self, model):
        self.kernel = model["kernel"]
        self.points = _matrix(model["points"])
        self.coefficients = _targets(model["coefficients"])
        self.intercept = _intercept(model.get("intercept", 0))
        self.scaling = _Scaling(model.get("scaling"))

    def predict(self, Z):
        """One number per row, or one row for several targets."""
        return self.scaling.raw(self._response(self.scaling.standard(Z)))

    def _response(self, Z):
        parts = [gram(self.kernel, rows, self.points) @ self.coefficients for rows in _panels(Z, self.points)]
        return np.concatenate(parts) + self.intercept


class LinearModel:
    """h(z) = w·φ(z) + b"""

    def __init__(self, model):
        self.features = model["features"]
        self.weights = _targets(model["weights"])
        self.intercept = _intercept(model["intercept"])
        self.scaling = _Scaling(model.get("scaling"))

    def predict(self, Z):
        return self.scaling.raw(features(self.features, self.scaling.standard(Z)) @ self.weights + self.intercept)


class GaussianProcessModel(KernelModel):
    """μ(z) = φ(z)·β + Σ_i α_i k(x_i, z), and its variance."""

    def __init__(self, model):
        super().__init__(model)
        noise = model["noise"]
        self.noise = _array(noise) if isinstance(noise, str) and noise not in _WORDS else float(noise)
        self.noise_model = model.get("noiseModel")
        self.trend = model["trend"]
        beta = model["trendCoefficients"]
        self.trend_coefficients = None if beta is None else _targets(beta)

    def _response(self, Z):
        mean = super()._response(Z)
        return mean if self.trend == "none" else mean + _basis(self.trend, Z) @ self.trend_coefficients

    def predict_distribution(self, Z, noise=False, group=None):
        """Mean and variance: of the function, or with the noise of a new observation, of a `group` (one, or one per row) where the noise has groups.

        With L Lᵀ the covariance of the points, V = L⁻¹k(X, Z), F the basis of the trend and RᵀR = FᵀG⁻¹F: v = k(z, z) − ΣV² + ΣU², U = R⁻ᵀ(φ(z) − FᵀL⁻ᵀV)
        """
        if self.points is None:
            raise ValueError("a precomputed kernel has no k(z, z), so it has a mean and no variance")
        standard = self.scaling.standard(Z)
        G = gram(self.kernel, self.points, self.points, same=True)
        G[np.diag_indices(len(G))] += self.noise
        L = np.linalg.cholesky(G)
        V = np.linalg.solve(L, gram(self.kernel, self.points, standard))
        variance = diagonal(self.kernel, standard, white=False) - np.sum(V * V, axis=0)
        F = _basis(self.trend, self.points)
        if F.shape[1] > 0:
            W = np.linalg.solve(L, F)
            R = np.linalg.qr(W, mode="r")
            U = np.linalg.solve(R.T, _basis(self.trend, standard).T - W.T @ V)
            variance = variance + np.sum(U * U, axis=0)
        variance = np.maximum(variance, 0)
        if noise or group is not None:
            white = diagonal(self.kernel, standard, white=True) - diagonal(self.kernel, standard, white=False)
            variance = variance + white + self._noise_of_new(standard, group)
        return self.scaling.raw(self._response(standard)), self.scaling.raw_variance(variance)

    def _noise_of_new(self, Z, group):
        kind = self.noise_model and self.noise_model["kind"]
        if group is not None:
            if kind != "groupedNoise":
                raise ValueError("the noise of this model has no groups; use noise=True")
            groups = np.broadcast_to(np.asarray(group), (len(Z),))
            variances = np.array([_number(variance) for variance in self.noise_model["variances"]])
            if np.any((groups < 0) | (groups >= len(variances))):
                raise ValueError(f"group must be from 0 to {len(variances) - 1}")
            return variances[groups]
        if kind == "logLinearNoise":
            return np.exp(_basis(self.noise_model["basis"], Z) @ np.array([_number(c) for c in self.noise_model["coefficients"]]))
        if np.ndim(self.noise) > 0:
            raise ValueError("the noise of this model differs from point to point: name a group where it has them, else that of a new observation is not known")
        return self.noise


class ClassifierModel(KernelModel):
    """One h for every class, or for two."""

    def __init__(self, model):
        super().__init__(model)
        self.classes = model["classes"]
        self.loss = model["loss"]
        self.calibrator = model.get("calibrator")

    def decision(self, Z):
        """h of every class, or of the second of two."""
        return self._response(self.scaling.standard(Z))

    def predict(self, Z):
        """The label of the largest h, the first of equal ones; of two classes the second where h > 0."""
        h = self.decision(Z)
        return [self.classes[at] for at in ((h > 0).astype(int) if h.ndim == 1 else np.argmax(h, axis=1))]

    classify = predict

    def probabilities(self, Z):
        """A column per class."""
        if self.calibrator is None and self.loss not in ("logistic", "softmax"):
            raise ValueError(f'the values of a classifier with the loss "{self.loss}" are no log-odds')
        h = self.decision(Z)
        columns = h.reshape(len(h), -1)
        if self.calibrator is None and self.loss == "softmax" and h.ndim > 1:
            return _shares(np.exp(columns - columns.max(axis=1, keepdims=True)))
        if self.calibrator is None:
            return np.column_stack([_logistic(-h), _logistic(h)]) if h.ndim == 1 else _shares(_logistic(columns))
        alone = np.column_stack([self._alone(c, column) for c, column in enumerate(columns.T)])
        return np.column_stack([1 - alone, alone]) if h.ndim == 1 else _shares(alone)

    def _alone(self, c, h):
        if self.calibrator["kind"] == "platt":
            return _logistic(_array(self.calibrator["slope"])[c] * h + _array(self.calibrator["offset"])[c])
        curve = self.calibrator["curves"][c]
        return np.interp(h, _array(curve["h"]), _array(curve["p"]))


_KINDS = {
    "kernelModel": KernelModel,
    "linearModel": LinearModel,
    "gaussianProcessModel": GaussianProcessModel,
    "classifierModel": ClassifierModel,
}


class _Scaling:
    """x ↦ (x − center)/spread by column, y likewise by target."""

    def __init__(self, scaling):
        scaling = scaling or {}
        self.X, self.y = (part and (_array(part["center"]), _array(part["spread"])) for part in (scaling.get("X"), scaling.get("y")))

    def standard(self, Z):
        Z = np.asarray(Z, dtype=float)
        Z = Z.reshape(-1, 1) if Z.ndim == 1 else Z
        return (Z - self.X[0]) / self.X[1] if self.X else Z

    def raw(self, h):
        if not self.y:
            return h
        center, spread = self.y if h.ndim > 1 else (self.y[0][0], self.y[1][0])
        return center + spread * h

    def raw_variance(self, variance):
        """That of the one target; of several, whose units differ, it stays in standard units."""
        return self.y[1][0] ** 2 * variance if self.y and len(self.y[1]) == 1 else variance


def gram(kernel, A, B, same=False):
    """k(a_i, b_j). `same`: A and B are the same points, so that white noise is on the diagonal. Without points A is k(A, X) itself."""
    kind = kernel["kind"]
    if kind in _COMPOSITE:
        if kind == "sum":
            return sum(gram(term, A, B, same) for term in kernel["terms"])
        if kind == "product":
            return math.prod(gram(factor, A, B, same) for factor in kernel["factors"])
        if kind == "onColumns":
            return gram(kernel["kernel"], A[:, kernel["columns"]], B[:, kernel["columns"]], same)
        inner = gram(kernel["kernel"], A, B, same)
        if kind == "scaled":
            return kernel["factor"] * inner
        if kind == "power":
            return inner ** kernel["exponent"]
        if kind == "exponentiated":
            return np.exp(inner)
        roots = np.sqrt(np.outer(diagonal(kernel["kernel"], A, white=True), diagonal(kernel["kernel"], B, white=True)))
        return np.divide(inner, roots, out=np.zeros_like(inner), where=roots > 0)
    if kind == "precomputed":
        return A
    if kind in ("constant", "white"):
        shape = A.shape if B is None else (len(A), len(B))
        if kind == "constant":
            return np.full(shape, _number(kernel["value"]))
        return _number(kernel["variance"]) * np.eye(*shape) if same else np.zeros(shape)
    return _leaf(kernel, A[:, None, :], B[None, :, :])


def diagonal(kernel, A, white):
    """k(a_i, a_i), with white noise or without. A normalised kernel is divided by what it has with it."""
    kind = kernel["kind"]
    if kind == "sum":
        return sum(diagonal(term, A, white) for term in kernel["terms"])
    if kind == "product":
        return math.prod(diagonal(factor, A, white) for factor in kernel["factors"])
    if kind == "onColumns":
        return diagonal(kernel["kernel"], A[:, kernel["columns"]], white)
    if kind in _COMPOSITE:
        inner = diagonal(kernel["kernel"], A, white)
        if kind == "scaled":
            return kernel["factor"] * inner
        if kind == "power":
            return inner ** kernel["exponent"]
        if kind == "exponentiated":
            return np.exp(inner)
        whole = diagonal(kernel["kernel"], A, white=True)
        return np.divide(inner, whole, out=np.zeros_like(inner), where=whole > 0)
    if kind == "constant":
        return np.full(len(A), _number(kernel["value"]))
    if kind == "white":
        return np.full(len(A), _number(kernel["variance"]) if white else 0.0)
    return _leaf(kernel, A, A)


_COMPOSITE = ("sum", "product", "scaled", "power", "exponentiated", "normalized", "onColumns")


def _leaf(kernel, x, z):
    """A kernel that is not made of others, of points along the last axis."""
    kind = kernel["kind"]
    d = x.shape[-1]

    def gamma():
        return 1 / d if kernel["gamma"] == "auto" else _number(kernel["gamma"])

    def inner():
        return np.sum(x * z, axis=-1)

    def squared(length=1.0):
        return np.sum(((x - z) / np.asarray(length, dtype=float)) ** 2, axis=-1)

    if kind == "linear":
        return np.sum((x @ np.array(kernel["metric"], dtype=float)) * z, axis=-1) if "metric" in kernel else inner()
    if kind == "polynomial":
        return (gamma() * inner() + _number(kernel["coef0"])) ** kernel["degree"]
    if kind == "rbf":
        if "sigma" in kernel:
            return np.exp(-squared(kernel["sigma"]))
        return np.exp(-squared(kernel["lengthScale"]) / 2) if "lengthScale" in kernel else np.exp(-gamma() * squared())
    if kind == "laplacian":
        return np.exp(-gamma() * np.sum(np.abs(x - z), axis=-1))
    if kind == "matern":
        s = np.sqrt(2 * kernel["nu"] * squared(kernel["lengthScale"]))
        return {0.5: 1.0, 1.5: 1 + s, 2.5: 1 + s + s * s / 3}[kernel["nu"]] * np.exp(-s)
    if kind == "rationalQuadratic":
        return np.exp(-kernel["alpha"] * np.log1p(squared(kernel["lengthScale"]) / (2 * kernel["alpha"])))
    if kind == "periodic":
        distances = np.abs(x - z) if kernel["metric"] == "per-feature" else np.sqrt(squared())[..., None]
        return np.exp(-2 * np.sum((np.sin(np.pi * (distances / kernel["period"] % 1)) / kernel["lengthScale"]) ** 2, axis=-1))
    if kind == "sigmoid":
        return np.tanh(gamma() * inner() + _number(kernel["coef0"]))
    if kind == "cosine":
        return np.sum(_unit(x) * _unit(z), axis=-1)
    if kind in ("chi2", "additiveChi2"):
        if np.any(x < 0) or np.any(z < 0):
            raise ValueError("χ² kernels need features ≥ 0")
        total = x + z
        chi = np.sum(np.divide((x - z) ** 2, total, out=np.zeros_like(total), where=total > 0), axis=-1)
        return np.exp(-_number(kernel["gamma"]) * chi) if kind == "chi2" else -chi
    if kind == "allSubsets":
        return np.prod(1 + x * z, axis=-1)
    if kind == "anova":
        products = np.moveaxis(x * z, -1, 0)
        e = [np.ones(products.shape[1:])] + [np.zeros(products.shape[1:]) for _ in range(kernel["degree"])]
        for product in products:
            for q in range(kernel["degree"], 0, -1):
                e[q] = e[q] + product * e[q - 1]
        return e[-1]
    raise ValueError(f'this reader knows no kernel "{kind}"')


def features(kernel, X):
    """Φ, m × M: the features of a kernel that has finitely many, in the order of featureMatrix."""
    kind = kernel["kind"]
    m, d = X.shape
    if kind == "linear":
        return X
    if kind == "constant":
        return np.full((m, 1), math.sqrt(_number(kernel["value"])))
    if kind == "polynomial":
        return _monomials(kernel, X)
    if kind == "allSubsets":
        return _products_of_subsets(X, range(d + 1))
    if kind == "anova":
        return _products_of_subsets(X, [kernel["degree"]])
    return _composite_features(kernel, X)


def _composite_features(kernel, X):
    kind = kernel["kind"]
    if kind == "cosine":
        return _unit(X)
    if kind == "sum":
        return np.hstack([features(term, X) for term in kernel["terms"]])
    if kind == "product":
        return _products([features(factor, X) for factor in kernel["factors"]])
    if kind == "scaled":
        return math.sqrt(kernel["factor"]) * features(kernel["kernel"], X)
    if kind == "power":
        return _products([features(kernel["kernel"], X)] * kernel["exponent"])
    if kind == "normalized":
        return _unit(features(kernel["kernel"], X))
    if kind == "onColumns":
        return features(kernel["kernel"], X[:, kernel["columns"]])
    raise ValueError(f'the kernel "{kind}" has no finite map of features')


def _basis(trend, Z):
    """The basis functions of a trend, m × p."""
    if trend == "none":
        return np.zeros((len(Z), 0))
    if trend == "constant":
        return np.ones((len(Z), 1))
    return np.column_stack([np.ones(len(Z)), Z]) if trend == "linear" else features(trend, Z)


def _products(parts):
    """Every product of a feature of each, that of the last fastest."""
    result = parts[0]
    for part in parts[1:]:
        result = (result[:, :, None] * part[:, None, :]).reshape(len(part), -1)
    return result


def _monomials(kernel, X):
    """√(p!/(e! (p − |e|)!) γ^|e| c^(p − |e|)) Π x_k^e_k, the exponents in lexicographic order."""
    m, d = X.shape
    p, c = kernel["degree"], _number(kernel["coef0"])
    gamma = 1 / d if kernel["gamma"] == "auto" else _number(kernel["gamma"])
    columns = []
    for exponents in _exponents(d, p, c > 0):
        rest = p - sum(exponents)
        ways = math.factorial(p) // math.prod(math.factorial(e) for e in (*exponents, rest))
        columns.append(math.sqrt(ways * gamma ** sum(exponents) * c**rest) * np.prod(X ** np.array(exponents), axis=1))
    return np.column_stack(columns)


def _exponents(d, p, up_to):
    """Exponents of d features that come to p, or to p at most."""
    if d == 1:
        return [(e,) for e in (range(p + 1) if up_to else [p])]
    return [(e, *others) for e in range(p + 1) for others in _exponents(d - 1, p - e, up_to)]


def _products_of_subsets(X, sizes):
    """Products of the subsets of the features, by increasing bitmask: the highest feature slowest."""
    subsets = [subset for size in sizes for subset in itertools.combinations(range(X.shape[1]), size)]
    subsets.sort(key=lambda subset: sum(1 << k for k in subset))
    return np.column_stack([np.prod(X[:, list(subset)], axis=1) for subset in subsets])


def _unit(x):
    norm = np.sqrt(np.sum(x * x, axis=-1, keepdims=True))
    return np.divide(x, norm, out=np.zeros_like(x), where=norm > 0)


def _logistic(h):
    small = np.exp(-np.abs(h))
    return np.where(h >= 0, 1, small) / (1 + small)


def _shares(alone):
    """Rows divided by their sums; equal shares where all are 0."""
    total = alone.sum(axis=1, keepdims=True)
    return np.divide(alone, total, out=np.full_like(alone, 1 / alone.shape[1]), where=total > 0)


def _panels(Z, points):
    rows = len(Z) if points is None else max(1, _CHUNK // points.size)
    return [Z[start : start + rows] for start in range(0, len(Z), rows)]


_WORDS = ("NaN", "Infinity", "-Infinity", "-0")


def _number(value):
    """A number, or one of the words that stand for those that JSON has none for."""
    return float(value)


def _array(text):
    return np.frombuffer(base64.b64decode(text), dtype="<f8").astype(float)


def _matrix(value):
    return None if value is None else _array(value["data"]).reshape(value["rows"], value["cols"])


def _targets(value):
    return _array(value) if isinstance(value, str) else _matrix(value)


def _intercept(value):
    return _array(value) if isinstance(value, str) and value not in _WORDS else float(value)
