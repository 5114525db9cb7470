"""PyTorch's second-order products, in float64. Writes products.json beside this file.

The problem is a tanh network 4-3-3 with mean cross-entropy over 6 examples:
    X[i, j] = ((7 i + 3 j) mod 11 - 5) / 4        i = 0..5, j = 0..3
    label[i] = i mod 3
    z = tanh(X W1 + b1) W2 + b2
    theta = (W1 row by row, b1, W2 row by row, b2), 27 numbers, theta[k] = ((5 k) mod 13 - 6) / 10
    v[k] = ((3 k) mod 7 - 3) / 5
hessian: double backward. gaussNewton: J^T (d2 loss / dz2) J v from the full Jacobian of z. fisher: the mean over examples of sum_c p_c g_c g_c^T v with
g_c the gradient of ln p_c, class by class. empiricalFisher: the mean of g g^T v with the gradients of the examples' own losses. trace: of the full Hessian.

    python3 tests/reference/products.py        (made with torch 1.13)
"""

import json
import pathlib

import torch
from torch.autograd.functional import hessian, jacobian
from torch.nn import functional as F

X = torch.tensor([[((7 * i + 3 * j) % 11 - 5) / 4 for j in range(4)] for i in range(6)], dtype=torch.float64)
LABELS = torch.tensor([i % 3 for i in range(6)])
THETA = torch.tensor([((5 * k) % 13 - 6) / 10 for k in range(27)], dtype=torch.float64)
V = torch.tensor([((3 * k) % 7 - 3) / 5 for k in range(27)], dtype=torch.float64)


def logits(theta):
    W1, b1, W2, b2 = theta[:12].reshape(4, 3), theta[12:15], theta[15:24].reshape(3, 3), theta[24:]
    return torch.tanh(X @ W1 + b1) @ W2 + b2


def loss(theta):
    return F.cross_entropy(logits(theta), LABELS)


theta = THETA.clone().requires_grad_()
g, = torch.autograd.grad(loss(theta), theta, create_graph=True)
product, = torch.autograd.grad(g, theta, V)

J = jacobian(logits, THETA).reshape(18, 27)
inner = hessian(lambda z: F.cross_entropy(z.reshape(6, 3), LABELS), logits(THETA).reshape(18))
log_p = jacobian(lambda t: F.log_softmax(logits(t), 1), THETA)      # [6, 3, 27]
p = F.softmax(logits(THETA), 1)
own = jacobian(lambda t: F.cross_entropy(logits(t), LABELS, reduction="none"), THETA)

result = dict(
    hessian=product.tolist(),
    gaussNewton=(J.T @ (inner @ (J @ V))).tolist(),
    fisher=(sum(p[i, c] * log_p[i, c] * (log_p[i, c] @ V) for i in range(6) for c in range(3)) / 6).tolist(),
    empiricalFisher=(own.T @ (own @ V) / 6).tolist(),
    trace=torch.trace(hessian(loss, THETA)).item(),
)
text = ",\n ".join(f"{json.dumps(name)}: {json.dumps(value)}" for name, value in result.items())
pathlib.Path(__file__).with_suffix(".json").write_text("{\n " + text + "\n}\n")
