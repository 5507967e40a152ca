"""What numpy.load makes of files of arrays: reads a list of base64 from the standard input, writes [{ descr, fortran, shape, numbers }]."""
import base64
import io
import json
import sys

import numpy as np


def answer(file):
    array = np.load(io.BytesIO(base64.b64decode(file)))
    fortran = bool(array.flags.f_contiguous and not array.flags.c_contiguous)
    return {"descr": array.dtype.str, "fortran": fortran, "shape": list(array.shape), "numbers": array.ravel().tolist()}


json.dump([answer(file) for file in json.load(sys.stdin)], sys.stdout)
