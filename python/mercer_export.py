"""Fitted models of scikit-learn as JSON that mercer reads.

    import json, mercer_export
    with open("model.json", "w") as file:
        json.dump(mercer_export.to_json(estimator), file, allow_nan=False)

and in JavaScript `fromScikitLearn(JSON.parse(text))` of `mercer/interchange`. It takes

    KernelRidge, SVR, NuSVR, GaussianProcessRegressor
    SVC and NuSVC of two classes, and OneVsRestClassifier of SVC for more
    Ridge, RidgeCV, LinearRegression
    Pipeline: StandardScaler, MinMaxScaler, RobustScaler, MaxAbsScaler in any number, then Nystroem or none, then one of the above
    TransformedTargetRegressor whose transformer is one of these scalers
    GridSearchCV and RandomizedSearchCV, which are their best estimator

Whatever a model of mercer cannot say exactly raises NotRepresentable, a ValueError. The numbers are those of the fitted attributes, bit for bit.
"""
import base64

import numpy as np

FORMAT = "mercer-scikit-learn"
VERSION = 1


class NotRepresentable(ValueError):
    """The model has no exact counterpart in mercer; the message says why and what to do."""


def to_json(estimator):
    """The fitted estimator as a value that json.dump takes. Raises NotRepresentable."""
    import sklearn

    return {"format": FORMAT, "version": VERSION, "source": f"scikit-learn {sklearn.__version__}", "estimator": _estimator(estimator)}


def _estimator(estimator):
    name = type(estimator).__name__
    if not type(estimator).__module__.startswith("sklearn.") or name not in _ESTIMATORS:
        raise NotRepresentable(f"{name} is none of {', '.join(_ESTIMATORS)}")
    try:
        return {"class": name, **_ESTIMATORS[name](estimator)}
    except AttributeError as error:
        raise NotRepresentable(f"{name} is not fitted, or of a version of scikit-learn that is not known: {error}") from error


def _kernel_ridge(model):
    kernel = _pairwise(model.kernel, model.gamma, model.degree, model.coef0)
    points = None if kernel == {"kernel": "precomputed"} else _array(model.X_fit_)
    return {"kernel": kernel, "X_fit_": points, "dual_coef_": _array(model.dual_coef_)}


def _support_vectors(model):
    kernel, points, (coefficients,), (intercept,) = _expansion([model])
    return {"kernel": kernel, "support_vectors_": points, "dual_coef_": _array(coefficients), "intercept_": intercept}


def _svc(model):
    if len(model.classes_) != 2:
        raise NotRepresentable(
            f"{type(model).__name__} of {len(model.classes_)} classes votes between every two classes (one-vs-one); a classifier of mercer has one"
            " function for each class (one-vs-rest). Fit OneVsRestClassifier(SVC(...)) instead"
        )
    probabilities = {}
    if model.probability:
        probabilities = {"probA_": float(model.probA_[0]), "probB_": float(model.probB_[0])}
    return {**_support_vectors(model), "classes_": [_label(label) for label in model.classes_], **probabilities}


def _one_vs_rest(model):
    """h_c of every class on the support vectors of all: a column of coefficients for each."""
    if model.multilabel_:
        raise NotRepresentable("OneVsRestClassifier of several labels for each point is no classifier of mercer; export its estimators_ one by one")
    parts = model.estimators_
    for part in parts:
        if type(part).__name__ not in ("SVC", "NuSVC") or not type(part).__module__.startswith("sklearn."):
            raise NotRepresentable(f"OneVsRestClassifier of {type(part).__name__}; it must be of SVC or NuSVC")
    if len(parts) == 1:
        return {**_svc(parts[0]), "classes_": [_label(label) for label in model.classes_]}
    kernel, points, coefficients, intercepts = _expansion(parts)
    probabilities = {}
    if all(part.probability for part in parts):
        probabilities = {name: _array([getattr(part, name)[0] for part in parts]) for name in ("probA_", "probB_")}
    return {
        "kernel": kernel,
        "support_vectors_": points,
        "dual_coef_": _array(coefficients.T),
        "intercept_": _array(intercepts),
        "classes_": [_label(label) for label in model.classes_],
        **probabilities,
    }


def _expansion(machines):
    """The kernel, the support vectors of all machines, the coefficients of each on them, and the intercept of each."""
    kernels = [_pairwise(machine.kernel, getattr(machine, "_gamma", None), machine.degree, machine.coef0) for machine in machines]
    if any(kernel != kernels[0] for kernel in kernels):
        raise NotRepresentable("the machines differ in their kernels; a model of mercer has one kernel")
    is_precomputed = kernels[0] == {"kernel": "precomputed"}
    used = range(machines[0].shape_fit_[0]) if is_precomputed else sorted({int(at) for machine in machines for at in machine.support_})
    if len(used) == 0:
        raise NotRepresentable("the model has no support vectors: it is a constant")
    position = {at: i for i, at in enumerate(used)}
    coefficients = np.zeros((len(machines), len(used)))
    points = {}
    for row, machine in zip(coefficients, machines):
        row[[position[int(at)] for at in machine.support_]] = _dense(machine.dual_coef_).ravel()
        if not is_precomputed:
            points.update(zip((int(at) for at in machine.support_), _dense(machine.support_vectors_)))
    matrix = None if is_precomputed else _array(np.array([points[at] for at in used]))
    return kernels[0], matrix, coefficients, [float(machine.intercept_[0]) for machine in machines]


def _gaussian_process(model):
    if model.normalize_y and np.size(model._y_train_std) > 1:
        raise NotRepresentable("GaussianProcessRegressor with normalize_y=True and several targets, which share one variance in mercer; fit one for each target")
    return {
        "kernel": _process_kernel(model.kernel_),
        "alpha": float(model.alpha) if np.ndim(model.alpha) == 0 else _array(model.alpha),
        "X_train_": _array(model.X_train_),
        "alpha_": _array(model.alpha_),
        "y_mean": _array(np.ravel(model._y_train_mean)) if model.normalize_y else None,
        "y_scale": _array(np.ravel(model._y_train_std)) if model.normalize_y else None,
        "log_marginal_likelihood_value_": float(model.log_marginal_likelihood_value_),
    }


def _linear(model):
    coefficients = _dense(model.coef_)
    intercept = _dense(model.intercept_)
    if coefficients.ndim == 1:
        return {"coef_": _array(coefficients), "intercept_": float(intercept.ravel()[0])}
    return {"coef_": _array(coefficients.T), "intercept_": _array(np.broadcast_to(intercept, (len(coefficients),)))}


def _pipeline(model):
    steps = _steps(model)
    scalers, rest = _leading_scalers(steps)
    if len(rest) == 1:
        return {"scalers": scalers, "model": _estimator(rest[0])}
    if len(rest) == 2 and type(rest[0]).__name__ == "Nystroem" and type(rest[1]).__name__ in _LINEAR:
        return {"scalers": scalers, "model": {"class": "Nystroem", **_nystroem(*rest)}}
    names = ", ".join(type(step).__name__ for step in steps)
    raise NotRepresentable(f"Pipeline of {names}; it must be scalers ({', '.join(_SCALERS)}), then Nystroem or nothing, then a model")


def _transformed_target(model):
    if model.func is not None or model.inverse_func is not None:
        raise NotRepresentable("TransformedTargetRegressor with functions of yours; use a scaler as its transformer")
    scalers, rest = ([], []) if model.transformer is None else _leading_scalers(_steps(model.transformer_))
    if rest:
        raise NotRepresentable(f"TransformedTargetRegressor with a transformer of {type(rest[0]).__name__}; it must be of {', '.join(_SCALERS)}")
    return {"scalers": scalers, "regressor_": _estimator(model.regressor_)}


def _steps(model):
    """The steps of a pipeline, those of pipelines within it among them; a step alone where it is none."""
    if type(model).__name__ != "Pipeline":
        return [model]
    return [inner for _, step in model.steps if step is not None and not isinstance(step, str) for inner in _steps(step)]


def _leading_scalers(steps):
    count = next((at for at, step in enumerate(steps) if type(step).__name__ not in _SCALERS), len(steps))
    return [_SCALERS[type(step).__name__](step) for step in steps[:count]], steps[count:]


def _nystroem(features, linear):
    """h(z) = w·N k(C, z) + b, so that the coefficients on the landmarks C are Nᵀw."""
    parameters = features._get_kernel_params()
    coef0 = parameters.get("coef0")
    kernel = _pairwise(features.kernel, parameters.get("gamma"), parameters.get("degree") or 3, 1 if coef0 is None else coef0)
    if kernel == {"kernel": "precomputed"}:
        raise NotRepresentable("Nystroem of a precomputed kernel has no points")
    weights = _dense(linear.coef_)
    return {
        "kernel": kernel,
        "components_": _array(features.components_),
        "dual_coef_": _array((weights @ features.normalization_).T),
        "intercept_": _linear(linear)["intercept_"],
    }


def _standard_scaler(scaler):
    return _scaler(scaler, scaler.mean_ if scaler.with_mean else None, scaler.scale_)


def _min_max_scaler(scaler):
    if scaler.clip:
        raise NotRepresentable("MinMaxScaler with clip=True is not linear; use clip=False")
    # x ↦ scale_ x + min_ = (x − center)/spread
    return _scaler(scaler, -scaler.min_ / scaler.scale_, 1 / scaler.scale_)


def _robust_scaler(scaler):
    return _scaler(scaler, scaler.center_ if scaler.with_centering else None, scaler.scale_ if scaler.with_scaling else None)


def _max_abs_scaler(scaler):
    return _scaler(scaler, None, scaler.scale_)


def _scaler(scaler, center, spread):
    """x ↦ (x − center)/spread by column."""
    count = scaler.n_features_in_
    return {"center": _array(np.zeros(count) if center is None else center), "spread": _array(np.ones(count) if spread is None else spread)}


_SCALERS = {
    "StandardScaler": _standard_scaler,
    "MinMaxScaler": _min_max_scaler,
    "RobustScaler": _robust_scaler,
    "MaxAbsScaler": _max_abs_scaler,
}

_LINEAR = {"Ridge": _linear, "RidgeCV": _linear, "LinearRegression": _linear}

_ESTIMATORS = {
    "KernelRidge": _kernel_ridge,
    "SVR": _support_vectors,
    "NuSVR": _support_vectors,
    "SVC": _svc,
    "NuSVC": _svc,
    "OneVsRestClassifier": _one_vs_rest,
    "GaussianProcessRegressor": _gaussian_process,
    **_LINEAR,
    "Pipeline": _pipeline,
    "TransformedTargetRegressor": _transformed_target,
    "GridSearchCV": lambda search: _estimator(search.best_estimator_),
    "RandomizedSearchCV": lambda search: _estimator(search.best_estimator_),
}

_PARAMETERS = {
    "linear": (),
    "rbf": ("gamma",),
    "poly": ("gamma", "degree", "coef0"),
    "polynomial": ("gamma", "degree", "coef0"),
    "laplacian": ("gamma",),
    "sigmoid": ("gamma", "coef0"),
    "cosine": (),
    "chi2": ("gamma",),
    "additive_chi2": (),
    "precomputed": (),
}


def _pairwise(kernel, gamma, degree, coef0):
    """The kernel of pairwise_kernels and of the support vector machines, by its name and those of its parameters that it has."""
    if type(kernel).__module__ == "sklearn.gaussian_process.kernels":
        return _process_kernel(kernel)
    if not isinstance(kernel, str) or kernel not in _PARAMETERS:
        raise NotRepresentable(f"the kernel {kernel!r} is none of {', '.join(_PARAMETERS)}; a function has no JSON")
    given = {"gamma": None if gamma is None else float(gamma), "degree": degree, "coef0": float(coef0)}
    return {"kernel": kernel, **{name: given[name] for name in _PARAMETERS[kernel]}}


def _process_kernel(kernel):
    """A kernel of sklearn.gaussian_process.kernels, by its class and its parameters."""
    name = type(kernel).__name__
    if name in ("Sum", "Product"):
        return {"kernel": name, "k1": _process_kernel(kernel.k1), "k2": _process_kernel(kernel.k2)}
    if name == "Exponentiation":
        return {"kernel": name, "base": _process_kernel(kernel.kernel), "exponent": kernel.exponent}
    if name == "ConstantKernel":
        return {"kernel": name, "constant_value": float(kernel.constant_value)}
    if name == "WhiteKernel":
        return {"kernel": name, "noise_level": float(kernel.noise_level)}
    if name == "RBF":
        return {"kernel": name, "length_scale": _length_scale(kernel)}
    if name == "Matern" and kernel.nu == np.inf:
        return {"kernel": "RBF", "length_scale": _length_scale(kernel)}
    if name == "Matern":
        if kernel.nu not in (0.5, 1.5, 2.5):
            raise NotRepresentable(f"Matern with nu={kernel.nu}; mercer has 0.5, 1.5, 2.5 and inf")
        return {"kernel": name, "length_scale": _length_scale(kernel), "nu": float(kernel.nu)}
    if name == "RationalQuadratic":
        return {"kernel": name, "length_scale": float(kernel.length_scale), "alpha": float(kernel.alpha)}
    if name == "ExpSineSquared":
        return {"kernel": name, "length_scale": float(kernel.length_scale), "periodicity": float(kernel.periodicity)}
    if name == "DotProduct":
        return {"kernel": name, "sigma_0": float(kernel.sigma_0)}
    if name == "PairwiseKernel":
        other = kernel.pairwise_kernels_kwargs or {}
        return _pairwise(kernel.metric, kernel.gamma, other.get("degree", 3), other.get("coef0", 1))
    raise NotRepresentable(f"the kernel {kernel} has no counterpart in mercer")


def _length_scale(kernel):
    scale = np.asarray(kernel.length_scale, dtype=float)
    return float(scale) if scale.ndim == 0 else [float(length) for length in scale]


def _label(label):
    if isinstance(label, (bool, np.bool_)):
        return bool(label)
    if isinstance(label, (int, np.integer)) and abs(int(label)) <= 2**53:
        return int(label)
    if isinstance(label, (float, np.floating)) and np.isfinite(label):
        return float(label)
    if isinstance(label, str):
        return str(label)
    raise NotRepresentable(f"the class {label!r} is no string, finite number or boolean")


def _dense(array):
    return np.asarray(array.toarray() if hasattr(array, "toarray") else array, dtype="<f8")


def _array(array):
    """A vector as base64 of its bytes, a matrix with its size beside it."""
    array = np.ascontiguousarray(_dense(array))
    if not np.all(np.isfinite(array)):
        raise NotRepresentable("the model has numbers that are not finite")
    data = base64.b64encode(array.tobytes()).decode("ascii")
    if array.ndim == 1:
        return data
    if array.ndim == 2:
        return {"rows": array.shape[0], "cols": array.shape[1], "data": data}
    raise NotRepresentable(f"the model has an array of {array.ndim} dimensions")
