"""PyTorch's trajectories of SGD, momentum, Nesterov's momentum, AdaGrad, RMSProp, Adam, AMSGrad and AdamW, in float64. Writes optimizers.json beside this file.

The problem is softmax regression, mean cross-entropy over 6 examples of 4 inputs and 3 classes:
    X[i, j] = ((7 i + 3 j) mod 11 - 5) / 4        i = 0..5, j = 0..3
    label[i] = i mod 3
    logits = X W + b
    theta = (W row by row, b), 15 numbers, starting at theta[k] = ((5 k) mod 13 - 6) / 10
Every run makes 50 steps; the iterates after 0, 10, .., 50 steps and their losses are kept.

The adaptive rules run on two more problems (key "adaptive"):
    Rosenbrock   (1 - w0)^2 + 100 (w1 - w0^2)^2 from (-1.2, 1)
    digits       softmax regression without bias on datasets/digits.csv.gz, pixels / 16, all 1797 at every step, from W = 0 of [64, 10];
                 of W, ten numbers are kept: row 6 i + 3, column i, i = 0..9

    python3 tests/reference/optimizers.py        (made with torch 1.13)
"""

import csv
import gzip
import json
import pathlib

import torch

X = torch.tensor([[((7 * i + 3 * j) % 11 - 5) / 4 for j in range(4)] for i in range(6)], dtype=torch.float64)
LABELS = torch.tensor([i % 3 for i in range(6)])
START = [((5 * k) % 13 - 6) / 10 for k in range(15)]

RUNS = [
    ("SGD", torch.optim.SGD, dict(lr=0.1)),
    ("SGD", torch.optim.SGD, dict(lr=0.5)),
    ("SGD", torch.optim.SGD, dict(lr=0.1, weight_decay=0.05)),
    ("Momentum", torch.optim.SGD, dict(lr=0.1, momentum=0.9)),
    ("Momentum", torch.optim.SGD, dict(lr=0.3, momentum=0.5)),
    ("Nesterov", torch.optim.SGD, dict(lr=0.1, momentum=0.9, nesterov=True)),
    ("Nesterov", torch.optim.SGD, dict(lr=0.3, momentum=0.5, nesterov=True)),
    ("AdaGrad", torch.optim.Adagrad, dict(lr=0.1, eps=1e-8)),
    ("AdaGrad", torch.optim.Adagrad, dict(lr=0.5, eps=1e-2)),
    ("RMSProp", torch.optim.RMSprop, dict(lr=0.01, alpha=0.9, eps=1e-8)),
    ("RMSProp", torch.optim.RMSprop, dict(lr=0.02, alpha=0.99, eps=1e-2)),
    ("Adam", torch.optim.Adam, dict(lr=0.05, betas=(0.9, 0.999), eps=1e-8)),
    ("Adam", torch.optim.Adam, dict(lr=0.1, betas=(0.8, 0.99), eps=1e-3)),
    ("AMSGrad", torch.optim.Adam, dict(lr=0.05, betas=(0.9, 0.999), eps=1e-8, amsgrad=True)),
    ("AMSGrad", torch.optim.Adam, dict(lr=0.3, betas=(0.5, 0.6), eps=1e-3, amsgrad=True)),
    ("AdamW", torch.optim.AdamW, dict(lr=0.05, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.01)),
    ("AdamW", torch.optim.AdamW, dict(lr=0.1, betas=(0.9, 0.99), eps=1e-8, weight_decay=0.5)),
]

ADAPTIVE = [
    ("AdaGrad", torch.optim.Adagrad, dict(lr=0.1, eps=1e-8)),
    ("RMSProp", torch.optim.RMSprop, dict(lr=0.01, alpha=0.9, eps=1e-8)),
    ("Adam", torch.optim.Adam, dict(lr=0.02, betas=(0.9, 0.99), eps=1e-8)),
    ("AMSGrad", torch.optim.Adam, dict(lr=0.02, betas=(0.9, 0.99), eps=1e-8, amsgrad=True)),
]


def loss(theta):
    weights, bias = theta[:12].reshape(4, 3), theta[12:]
    return torch.nn.functional.cross_entropy(X @ weights + bias, LABELS)


DIGITS = [[float(x) for x in row] for row in csv.reader(gzip.open(pathlib.Path(__file__).parents[2] / "datasets" / "digits.csv.gz", "rt"))]
PIXELS = torch.tensor([row[:64] for row in DIGITS], dtype=torch.float64) / 16
DIGIT = torch.tensor([int(row[64]) for row in DIGITS])


def digits(w):
    return torch.nn.functional.cross_entropy(PIXELS @ w, DIGIT)


def rosenbrock(w):
    return (1 - w[0]) ** 2 + 100 * (w[1] - w[0] ** 2) ** 2


def run(rule, settings, loss=loss, start=START, keep=lambda theta: theta.tolist()):
    theta = torch.tensor(start, dtype=torch.float64, requires_grad=True)
    optimizer = rule([theta], **settings)
    kept = []
    for step in range(51):
        optimizer.zero_grad()
        value = loss(theta)
        value.backward()
        if step % 10 == 0:
            kept.append(dict(step=step, loss=value.item(), theta=keep(theta)))
        optimizer.step()
    return kept


def flat(settings):
    named = dict(settings)
    if "betas" in named:
        named["beta1"], named["beta2"] = named.pop("betas")
    return named


theta0 = torch.tensor(START, dtype=torch.float64, requires_grad=True)
loss(theta0).backward()
result = dict(
    problem=dict(inputs=X.tolist(), labels=LABELS.tolist(), start=START, loss=loss(theta0).item(), gradient=theta0.grad.tolist()),
    runs=[dict(rule=name, settings=flat(settings), iterates=run(rule, settings)) for name, rule, settings in RUNS],
    adaptive=[
        dict(rule=name, problem=problem, settings=flat(settings), iterates=run(rule, settings, *given))
        for name, rule, settings in ADAPTIVE
        for problem, given in dict(
            rosenbrock=(rosenbrock, [-1.2, 1.0]),
            digits=(digits, [[0.0] * 10] * 64, lambda w: [w[6 * i + 3, i].item() for i in range(10)]),
        ).items()
    ],
)


def text(value, indent=0):
    """JSON with one line per list of numbers."""
    pad = " " * (indent + 1)
    if isinstance(value, dict) and any(isinstance(v, (dict, list)) for v in value.values()):
        return "{\n" + ",\n".join(f"{pad}{json.dumps(k)}: {text(v, indent + 1)}" for k, v in value.items()) + "\n" + " " * indent + "}"
    if isinstance(value, list) and any(isinstance(v, (dict, list)) for v in value):
        return "[\n" + ",\n".join(pad + text(v, indent + 1) for v in value) + "\n" + " " * indent + "]"
    return json.dumps(value)


pathlib.Path(__file__).with_suffix(".json").write_text(text(result) + "\n")
