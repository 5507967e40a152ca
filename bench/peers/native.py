"""One thread of native f64 linear algebra, driven over stdin and stdout: one JSON request a line, one JSON reply a line.

prepare {job, operation, inputs: {name: {file, shape}}, parameters} | run {job} -> {ms} | result {job, file} -> {} | release {job}
Arrays travel as raw little-endian float64 files. Each run is timed here, without the transport.
"""

import json
import sys
from time import perf_counter

import numpy as np
import scipy
import sklearn
from scipy import linalg
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.gaussian_process import kernels as gp
from sklearn.kernel_approximation import Nystroem
from sklearn.kernel_ridge import KernelRidge
from sklearn.linear_model import Ridge
from sklearn.metrics import pairwise
from sklearn.svm import SVC


def matmul(v, p):
    return lambda: v["a"] @ v["b"], None


def self_product(v, p):
    return lambda: v["x"] @ v["x"].T, None


def cholesky(v, p):
    a = np.asfortranarray(v["a"])
    return lambda: linalg.cholesky(a, lower=True, check_finite=False), None


def lu(v, p):
    a = np.asfortranarray(v["a"])
    return lambda: linalg.lu_factor(a, check_finite=False), lambda f: linalg.lu_solve(f, v["b"].ravel())


def qr(v, p):
    a, x = np.asfortranarray(v["a"]), v["v"].ravel()

    def actions(raw):
        (packed, tau), r = raw
        q = linalg.lapack.dorgqr(packed, tau)[0]
        return np.concatenate([q @ (r @ x), q.T @ (q @ x)])

    return lambda: linalg.qr(a, mode="raw", check_finite=False), actions


def eigh(v, p):
    """By divide and conquer, as ours."""
    a = np.asfortranarray(v["a"])
    return lambda: linalg.eigh(a, driver="evd", check_finite=False), lambda r: np.concatenate([r[0], r[1].ravel()])


def ldl(v, p):
    """The factors alone; scipy has no solver that takes them, so the verification factors once more."""
    a, b = np.asfortranarray(v["a"]), v["b"].ravel()
    work = int(linalg.lapack.dsytrf_lwork(len(a), lower=1)[0])

    def solution(factors):
        again = linalg.lapack.dsysv(a, b, lower=1, lwork=work)
        if not np.array_equal(factors[0], again[0]):
            raise ValueError("dsysv has other factors")
        return again[2].ravel()

    return lambda: linalg.lapack.dsytrf(a, lower=1, lwork=work), solution


def least_squares(v, p):
    """The driver by QR with column pivoting."""
    a, b = v["a"], v["b"].ravel()
    return lambda: linalg.lstsq(a, b, lapack_driver="gelsy", check_finite=False), lambda r: r[0]


def kernel_matrix(x, p):
    """The fastest way scikit-learn has: pairwise functions, and kernels of Gaussian processes where there is none."""
    kind = p["kind"]
    if kind in ("sum", "product"):
        first, second = (kernel_matrix(x, part) for part in p["parts"])
        return (lambda: first() + second()) if kind == "sum" else (lambda: first() * second())
    if kind in ("linear", "cosine"):
        return lambda: getattr(pairwise, kind + ("_kernel" if kind == "linear" else "_similarity"))(x)
    if kind == "additiveChi2":
        return lambda: pairwise.additive_chi2_kernel(x)
    if kind in ("rbf", "laplacian", "polynomial", "sigmoid", "chi2"):
        options = {name: p[name] for name in ("gamma", "degree", "coef0") if name in p}
        return lambda: getattr(pairwise, kind + "_kernel")(x, **options)
    process = {
        "ard": lambda: gp.RBF(length_scale=p["lengthScales"]),
        "matern": lambda: gp.Matern(length_scale=p["lengthScale"], nu=p["nu"]),
        "rationalQuadratic": lambda: gp.RationalQuadratic(length_scale=p["lengthScale"], alpha=p["alpha"]),
        "periodic": lambda: gp.ExpSineSquared(length_scale=p["lengthScale"], periodicity=p["period"]),
    }[kind]()
    return lambda: process(x)


def gram(v, p):
    return kernel_matrix(v["x"], p), None


def ridge(v, p):
    return KernelRidge(alpha=p["lambda"], kernel="rbf", gamma=p["gamma"])


def fit(v, p):
    y = v["y"].ravel()
    return lambda: ridge(v, p).fit(v["x"], y), lambda model: model.dual_coef_


def predict(v, p):
    model = ridge(v, p).fit(v["x"], v["y"].ravel())
    return lambda: model.predict(v["z"]), None


def descent(v, p):
    k, y = v["k"], v["y"].ravel()

    def steps():
        alpha = np.zeros_like(y)
        for _ in range(p["steps"]):
            alpha -= 2 * p["step"] * (k @ alpha - y)
        return alpha

    return steps, None


def nystroem(v, p):
    """Landmarks are drawn uniformly; the features are whitened by an eigendecomposition."""
    y = v["y"].ravel()

    def fitted():
        features = Nystroem(gamma=p["gamma"], n_components=p["landmarks"], random_state=1)
        return features, Ridge(alpha=p["lambda"], fit_intercept=False).fit(features.fit_transform(v["x"]), y)

    return fitted, lambda r: r[1].predict(r[0].transform(v["z"]))


def svc(v, p):
    y = v["y"].ravel()

    def solution(model):
        beta = np.zeros(len(y) + 1)
        beta[model.support_] = model.dual_coef_[0]
        beta[-1] = model.intercept_[0]
        return beta

    return lambda: SVC(C=p["C"], gamma=p["gamma"], tol=p["tolerance"]).fit(v["x"], y), solution


def process(v, p):
    """A Gaussian process whose parameters stay; white noise is a part of the kernel, so that it has a derivative."""
    options = dict(p["kernel"])
    part = {"ard": lambda: gp.RBF(options["lengthScales"])}[options["kind"]]()
    kernel = gp.ConstantKernel(p["factor"]) * part
    return kernel, v["x"], v["y"].ravel()


def process_fit(v, p):
    kernel, x, y = process(v, p)
    return lambda: GaussianProcessRegressor(kernel, alpha=p["noise"], optimizer=None).fit(x, y), lambda model: model.alpha_.ravel()


def likelihood(v, p):
    kernel, x, y = process(v, p)
    model = GaussianProcessRegressor(kernel + gp.WhiteKernel(p["noise"]), alpha=0, optimizer=None).fit(x, y)
    # of the factor, of the length scales, of the noise
    read = lambda r: np.concatenate([[r[0]], r[1][-1:], r[1][:-1]])
    return lambda: model.log_marginal_likelihood(model.kernel_.theta, eval_gradient=True), read


def variance(v, p):
    kernel, x, y = process(v, p)
    model = GaussianProcessRegressor(kernel, alpha=p["noise"], optimizer=None).fit(x, y)
    return lambda: model.predict(v["z"], return_std=True), lambda r: np.concatenate([r[0], r[1] ** 2])


OPERATIONS = {f.__name__: f for f in (matmul, self_product, cholesky, lu, qr, eigh, ldl, least_squares, gram, fit, predict, descent, nystroem, svc, process_fit, likelihood, variance)}
jobs = {}


def answer(request):
    kind, job = request["kind"], request.get("job")
    if kind == "versions":
        return {"numpy": np.__version__, "scipy": scipy.__version__, "scikit-learn": sklearn.__version__}
    if kind == "prepare":
        values = {n: np.fromfile(i["file"], dtype="<f8").reshape(i["shape"]) for n, i in request["inputs"].items()}
        run, read = OPERATIONS[request["operation"]](values, request["parameters"])
        jobs[job] = [run, read or (lambda r: r), None, request["parameters"].get("batch", 1)]
    elif kind == "run":
        run, batch = jobs[job][0], jobs[job][3]
        start = perf_counter()
        for _ in range(batch):
            result = run()
        ms = (perf_counter() - start) * 1e3
        jobs[job][2] = result
        return {"ms": ms}
    elif kind == "result":
        np.ascontiguousarray(jobs[job][1](jobs[job][2]), dtype="<f8").tofile(request["file"])
    elif kind == "release":
        del jobs[job]
    return {}


for line in sys.stdin:
    try:
        reply = answer(json.loads(line))
    except Exception as error:
        reply = {"error": f"{type(error).__name__}: {error}"}
    print(json.dumps(reply), flush=True)
