"""PyTorch's maxout, float64: a Linear's output reshaped to (N, pieces, out) and its maximum over the pieces. Writes maxout.json beside this file.

L = tanh(sum(c * maxout(x))), with its gradient and its Hessian times v, for theta = (W, b, x) in one vector. W is stored as [in, pieces * out].

    python3 tests/reference/maxout.py        (made with torch 1.13)
"""

import json
import pathlib

import torch

N, IN, OUT, PIECES = 3, 4, 2, 3
torch.manual_seed(1)
draw = lambda *shape: torch.randn(*shape, dtype=torch.float64)
W, b, x, c = draw(PIECES * OUT, IN), draw(PIECES * OUT), draw(N, IN), 0.1 * draw(N, OUT)


def maxout(W, b, x):
    return torch.nn.functional.linear(x, W, b).view(N, PIECES, OUT).max(dim=1).values


def loss(theta):
    w, rest = theta[: W.numel()].view(IN, PIECES * OUT), theta[W.numel():]
    return torch.tanh((c * maxout(w.T, rest[: b.numel()], rest[b.numel():].view(N, IN))).sum())


theta = torch.cat([W.T.reshape(-1), b, x.reshape(-1)]).requires_grad_()
v = draw(theta.numel())
gradient, = torch.autograd.grad(loss(theta), theta, create_graph=True)
product, = torch.autograd.grad(gradient @ v, theta)
numbers = dict(n=N, inputs=IN, outputs=OUT, pieces=PIECES, theta=theta, c=c.reshape(-1), v=v,
               value=maxout(W, b, x).reshape(-1), gradient=gradient, product=product)
pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(
    {name: value.detach().tolist() if torch.is_tensor(value) else value for name, value in numbers.items()}) + "\n")
