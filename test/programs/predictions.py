"""What python/mercer_read.py predicts for files of models: reads [{ file, Z, wants }] from the standard input, writes [{ predict, … }]."""
import json
import sys
from pathlib import Path

import numpy as np

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).parents[2] / "python"))
import mercer_read  # noqa: E402


def plain(value):
    return value.tolist() if isinstance(value, np.ndarray) else value


def answer(question):
    model = mercer_read.from_json(question["file"])
    Z = np.array(question["Z"])
    answers = {"predict": plain(model.predict(Z))}
    for want in question["wants"]:
        if want == "variance":
            answers[want] = plain(model.predict_distribution(Z)[1])
        elif want == "noisy":
            answers[want] = plain(model.predict_distribution(Z, noise=True)[1])
        elif want == "grouped":
            answers[want] = plain(model.predict_distribution(Z, group=1)[1])
        else:
            answers[want] = plain(getattr(model, want)(Z))
    return answers


json.dump([answer(question) for question in json.load(sys.stdin)], sys.stdout, allow_nan=False)
