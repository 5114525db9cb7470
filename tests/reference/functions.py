"""PyTorch's values and derivatives of elementary functions, in float64. Writes functions.json beside this file.

unary: function by function, at each point of `x`, the value, the first and the second derivative.
logSoftmax: for each row of logits the log-probabilities, and the pull of the cotangent c[j] = 1, 2, 3, ..
crossEntropy: mean -log softmax(logits)[label] of all rows with its gradient.

The points keep clear of kinks: 0 is not among them.
torch evaluates gelu, 1 - tanh^2 and sigmoid (1 - sigmoid) with a cancellation in the tails: compare those absolutely, to a few 1e-16 (|x| + 1).
leakyRelu has slope 0.01, elu alpha 1; gelu is the exact x Phi(x).

    python3 tests/reference/functions.py        (made with torch 1.13)
"""

import json
import pathlib

import torch
from torch.nn import functional as F

POINTS = [-40, -8, -3, -1.5, -1, -0.5, -0.1, -1e-3, 1e-10, 1e-3, 0.1, 0.5, 1, 1.5, 3, 8, 40]
UNARY = dict(
    exp=torch.exp, tanh=torch.tanh, sigmoid=torch.sigmoid, erf=torch.erf, softplus=lambda x: F.softplus(x, threshold=1000), relu=torch.relu,
    leakyRelu=lambda x: F.leaky_relu(x, 0.01), elu=F.elu, gelu=F.gelu, sin=torch.sin, cos=torch.cos,
    square=torch.square, log=torch.log, sqrt=torch.sqrt, reciprocal=torch.reciprocal,
)
POSITIVE = {"log", "sqrt"}
LOGITS = [[1.0, 2.0, 3.0], [-1.0, 0.5, 0.25], [100.0, 0.0, -100.0], [1e-3, -1e-3, 0.0], [1000.0, 1000.0, 999.0]]
LABELS = [2, 0, 0, 1, 2]


def derivatives(name, function):
    points = [p for p in POINTS if p > 0 or name not in POSITIVE]
    x = torch.tensor(points, dtype=torch.float64, requires_grad=True)
    y = function(x)
    first, = torch.autograd.grad(y.sum(), x, create_graph=True)
    second, = torch.autograd.grad(first.sum(), x, allow_unused=True) if first.requires_grad else (None,)
    second = torch.zeros_like(x) if second is None else second
    return dict(name=name, x=x.tolist(), value=y.tolist(), first=first.tolist(), second=second.tolist())


def line(rows):
    return "[\n  " + ",\n  ".join(json.dumps(row) for row in rows) + "\n ]"


logits = torch.tensor(LOGITS, dtype=torch.float64, requires_grad=True)
log_probabilities = F.log_softmax(logits, dim=1)
cotangent = torch.tensor([1.0, 2.0, 3.0], dtype=torch.float64).expand_as(logits)
pull, = torch.autograd.grad(log_probabilities, logits, cotangent)
loss = F.cross_entropy(logits, torch.tensor(LABELS))
gradient, = torch.autograd.grad(loss, logits)

unary = [derivatives(name, function) for name, function in UNARY.items()]
blocks = [
    '"unary": [\n' + ",\n".join(
        "  {\n" + ",\n".join(f"   {json.dumps(k)}: {json.dumps(v)}" for k, v in entry.items()) + "\n  }" for entry in unary) + "\n ]",
    f'"logits": {line(LOGITS)}',
    f'"logSoftmax": {line(log_probabilities.tolist())}',
    f'"logSoftmaxPull": {line(pull.tolist())}',
    f'"labels": {json.dumps(LABELS)}',
    f'"crossEntropy": {json.dumps(loss.item())}',
    f'"crossEntropyGradient": {line(gradient.tolist())}',
]
pathlib.Path(__file__).with_suffix(".json").write_text("{\n " + ",\n ".join(blocks) + "\n}\n")
