"""The same work in torch and numpy, for `course bench`: reads one request a line, answers one line.

    blas                    name and speed (GFLOP/s of a 512 cube) of the BLAS in use
    prepare WORK [ARGS]     makes WORK ready; the numbers do not matter, only the arithmetic
    run REPEATS             seconds for that many repetitions
"""

import ctypes
import os
import sys
import time

import numpy as np
import torch
from torch.nn import functional as F

torch.set_num_threads(int(os.environ["OMP_NUM_THREADS"]))
torch.manual_seed(0)


def blas():
    with open("/proc/self/maps", encoding="utf8") as maps:
        paths = sorted({line.split()[-1] for line in maps if "blas" in line and "/" in line})
    name = "unknown BLAS"
    for path in paths:
        try:
            library = ctypes.CDLL(path)
            library.openblas_get_config.restype = library.openblas_get_corename.restype = ctypes.c_char_p
            name = f"{' '.join(library.openblas_get_config().decode().split()[:2])} ({library.openblas_get_corename().decode()})"
        except (OSError, AttributeError):
            pass
    a = np.ones((512, 512), np.float32)
    a @ a
    best = min(timed(lambda: a @ a, 4) for _ in range(5)) / 4
    return f"torch {torch.__version__}, numpy {np.__version__}, {name}\t{2 * 512**3 / best / 1e9}"


def timed(work, repeats):
    start = time.perf_counter()
    for _ in range(repeats):
        work()
    return time.perf_counter() - start


def matmul(library, orientation, m, k, n):
    m, k, n = int(m), int(k), int(n)
    make = (lambda *s: np.random.rand(*s).astype(np.float32)) if library == "numpy" else torch.rand
    if orientation == "NN":
        a, b = make(m, k), make(k, n)
        return lambda: a @ b
    if orientation == "TN":
        a, b = make(k, m), make(k, n)
        return lambda: a.T @ b
    a, b = make(m, k), make(n, k)
    return lambda: a @ b.T


def net(sizes):
    layers = []
    for i, o in zip(sizes[:-1], sizes[1:]):
        layers += [torch.nn.Linear(i, o), torch.nn.ReLU()]
    return torch.nn.Sequential(*layers[:-1])


def step(sizes, batch, optimizer):
    sizes, batch = [int(s) for s in sizes.split("-")], int(batch)
    x, y = torch.rand(12800, sizes[0]), torch.randint(0, sizes[-1], (12800,))
    model = net(sizes)
    rule = {
        "sgd": lambda p: torch.optim.SGD(p, lr=0.01),
        "momentum": lambda p: torch.optim.SGD(p, lr=0.01, momentum=0.9),
        "adam": lambda p: torch.optim.Adam(p, lr=1e-3),
    }[optimizer](model.parameters())
    state = dict(order=torch.randperm(12800), at=0)

    def one():
        if state["at"] + batch > 12800:
            state.update(order=torch.randperm(12800), at=0)
        rows = state["order"][state["at"]:state["at"] + batch]
        state["at"] += batch
        rule.zero_grad(set_to_none=True)
        F.cross_entropy(model(x[rows]), y[rows]).backward()
        rule.step()

    return one


def normal(count):
    count = int(count)
    return lambda: torch.randn(count)


def means(size, replacement):
    size, rng = int(size), np.random.default_rng(0)
    x = rng.standard_normal(60_000)
    if int(replacement):
        return lambda: [x[rng.integers(0, 60_000, (1000, size), np.uint32)].mean(1) for _ in range(10)]
    return lambda: [x[rng.choice(60_000, size, replace=False, shuffle=False)].mean() for _ in range(10_000)]


def hessian_product():
    model, x, y = net([784, 32, 10]), torch.rand(1000, 784), torch.randint(0, 10, (1000,))
    parameters = list(model.parameters())
    v = [torch.rand_like(p) for p in parameters]
    g = torch.autograd.grad(F.cross_entropy(model(x), y), parameters, create_graph=True)
    return lambda: torch.autograd.grad(g, parameters, v, retain_graph=True)


def hessian_full():
    sizes, x, y = [2, 16, 16, 1], torch.rand(200, 2), torch.rand(200, 1)
    shapes = [s for i, o in zip(sizes[:-1], sizes[1:]) for s in ((i, o), (o,))]
    counts = [int(np.prod(s)) for s in shapes]

    def loss(theta):
        parts = [p.reshape(s) for p, s in zip(theta.split(counts), shapes)]
        h = torch.tanh(x @ parts[0] + parts[1])
        h = torch.tanh(h @ parts[2] + parts[3])
        return ((h @ parts[4] + parts[5] - y) ** 2).mean()

    theta = torch.rand(sum(counts))
    return lambda: torch.autograd.functional.hessian(loss, theta, vectorize=True)


def replicas_eager(count):
    steps = [step("64-32-10", 32, "momentum") for _ in range(int(count))]
    return lambda: [one() for one in steps]


def replicas_batched(count):
    r = int(count)
    x, y = torch.rand(1400, 64), torch.randint(0, 10, (1400,))
    shapes = [(r, 64, 32), (r, 1, 32), (r, 32, 10), (r, 1, 10)]
    w1, b1, w2, b2 = parameters = [(torch.randn(s) * 0.1).requires_grad_() for s in shapes]
    rule = torch.optim.SGD(parameters, lr=0.01, momentum=0.9)

    def one():
        rows = torch.randint(0, 1400, (r, 32))
        rule.zero_grad(set_to_none=True)
        hidden = torch.relu(torch.baddbmm(b1, x[rows], w1))
        logits = torch.baddbmm(b2, hidden, w2)
        (F.cross_entropy(logits.reshape(-1, 10), y[rows].reshape(-1)) * r).backward()
        rule.step()

    return one


def variances(library):
    rng, x = np.random.default_rng(0), np.random.default_rng(0).standard_normal(60_000)
    y = torch.from_numpy(x)

    def numpy_means(n):
        rows = 100_000 // n if n <= 100 else 1000
        return np.concatenate([x[rng.integers(0, 60_000, (rows, n), np.uint32)].mean(1) for _ in range(100_000 // rows)])

    def torch_means(n):
        rows = 100_000 // n if n <= 100 else 1000
        return torch.cat([y[torch.randint(0, 60_000, (rows, n))].mean(1) for _ in range(100_000 // rows)])

    if library == "numpy":
        return lambda: [numpy_means(n).var() for n in (1, 10, 100, 1000)]
    return lambda: [torch_means(n).var(unbiased=False) for n in (1, 10, 100, 1000)]


def top_eigenpairs(count):
    """Lanczos with full orthogonality, a look at the Ritz pairs every five products, until all residuals are below 1e-5 of the largest."""
    count, most = int(count), 300
    model = torch.nn.Sequential(torch.nn.Linear(784, 128), torch.nn.Tanh(), torch.nn.Linear(128, 10))
    x, y = torch.rand(1000, 784), torch.randint(0, 10, (1000,))
    shapes = [(128, 784), (128,), (10, 128), (10,)]
    counts = [int(np.prod(s)) for s in shapes]
    parameters = list(model.parameters())
    for weights in parameters[::2]:
        torch.nn.init.normal_(weights, std=weights.shape[1] ** -0.5)

    def product(gradient, v):
        parts = [p.reshape(s) for p, s in zip(v.split(counts), shapes)]
        return torch.cat([h.reshape(-1) for h in torch.autograd.grad(gradient, parameters, parts, retain_graph=True)])

    def one():
        gradient = torch.autograd.grad(F.cross_entropy(model(x), y), parameters, create_graph=True)
        basis, t = torch.empty(most, sum(counts)), np.zeros((most, most))
        q = torch.randn(sum(counts))
        for m in range(1, most):
            basis[m - 1] = q / q.norm()
            h = product(gradient, basis[m - 1])
            c = basis[:m] @ h
            t[:m, m - 1] = t[m - 1, :m] = c.numpy()
            q = h - c @ basis[:m]
            q = q - (basis[:m] @ q) @ basis[:m]
            if m % 5 == 0 and m >= count:
                values, vectors = np.linalg.eigh(t[:m, :m])
                if np.all(float(q.norm()) * np.abs(vectors[-1, -count:]) <= 1e-5 * np.abs(values).max()):
                    return values[-count:], torch.from_numpy(vectors[:, -count:].T).float() @ basis[:m]

    return one


def deep_linear(library):
    sizes, rate = [64, 32, 32, 10], 0.1
    target = 0.1 * np.random.randn(10, 64)
    start = [0.1 * np.random.randn(o, i) for i, o in zip(sizes[:-1], sizes[1:])]

    def by_hand():
        a, b, c = start
        for _ in range(500):
            ba = b @ a
            g = c @ ba - target
            cg = c.T @ g
            a, b, c = a - rate * (b.T @ cg), b - rate * (cg @ a.T), c - rate * (g @ ba.T)

    def recorded():
        weights, goal = [torch.tensor(w, requires_grad=True) for w in start], torch.from_numpy(target)
        rule = torch.optim.SGD(weights, lr=rate)
        for _ in range(500):
            rule.zero_grad(set_to_none=True)
            (0.5 * ((weights[2] @ (weights[1] @ weights[0]) - goal) ** 2).sum()).backward()
            rule.step()

    return by_hand if library == "numpy" else recorded


WORKS = dict(matmul=matmul, step=step, normal=normal, means=means, hessian_product=hessian_product, hessian_full=hessian_full,
             replicas_eager=replicas_eager, replicas_batched=replicas_batched,
             variances=variances, top_eigenpairs=top_eigenpairs, deep_linear=deep_linear)
current = None
for line in sys.stdin:
    request, *rest = line.split()
    if request == "blas":
        print(blas(), flush=True)
    elif request == "prepare":
        current = WORKS[rest[0]](*rest[1:])
        current()
        print("ready", flush=True)
    else:
        print(timed(current, int(rest[0])), flush=True)
