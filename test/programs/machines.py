"""What LIBSVM itself says by files of models: reads [{ file, Z, precomputed }] from the standard input, writes [{ values, labels, shares }]."""
import ctypes
import json
import sys
import tempfile

library = ctypes.CDLL("libsvm.so.3")


class Node(ctypes.Structure):
    _fields_ = [("index", ctypes.c_int), ("value", ctypes.c_double)]


library.svm_load_model.restype = ctypes.c_void_p
library.svm_predict_values.restype = ctypes.c_double
library.svm_predict_values.argtypes = [ctypes.c_void_p, ctypes.POINTER(Node), ctypes.POINTER(ctypes.c_double)]
library.svm_predict_probability.restype = ctypes.c_double
library.svm_predict_probability.argtypes = library.svm_predict_values.argtypes
library.svm_check_probability_model.argtypes = [ctypes.c_void_p]


def answer(question):
    with tempfile.NamedTemporaryFile("w") as file:
        file.write(question["file"])
        file.flush()
        model = library.svm_load_model(file.name.encode())
    is_sure = library.svm_check_probability_model(model) == 1
    found = {"values": [], "labels": [], "shares": []}
    for row in question["Z"]:
        nodes = ([Node(0, 1)] if question["precomputed"] else []) + [Node(k, value) for k, value in enumerate(row, 1)] + [Node(-1, 0)]
        point = (Node * len(nodes))(*nodes)
        value = ctypes.c_double()
        found["labels"].append(library.svm_predict_values(model, point, ctypes.byref(value)))
        found["values"].append(value.value)
        if is_sure:
            shares = (ctypes.c_double * 2)()
            library.svm_predict_probability(model, point, shares)
            found["shares"].append(list(shares))
    return found


json.dump([answer(question) for question in json.load(sys.stdin)], sys.stdout)
