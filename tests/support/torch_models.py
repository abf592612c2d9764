"""Models as people write them, small, with inputs: name -> a function that returns both."""

from __future__ import annotations

import math

import torch
import torch.nn.functional as F
from torch import nn

MODELS = {}


def model(function):
    """Register a function that returns a module, or a function, and its inputs."""

    def made():
        torch.manual_seed(0)
        found, inputs = function()
        return (found.eval() if isinstance(found, nn.Module) else found), inputs

    MODELS[function.__name__] = made
    return made


class MLP(nn.Module):
    def __init__(self):
        super().__init__()
        self.a, self.b = nn.Linear(4, 8), nn.Linear(8, 3)

    def forward(self, x, y):
        return F.cross_entropy(self.b(F.gelu(self.a(x))), y)


@model
def mlp():
    return MLP(), (torch.randn(3, 4), torch.tensor([0, 2, 1]))


class VAE(nn.Module):
    def forward(self, r, x, mu, lv):
        fit = F.binary_cross_entropy_with_logits(r, x, reduction="sum")
        return fit - 0.5 * torch.sum(1 + lv - mu.pow(2) - lv.exp())


@model
def vae():
    return VAE(), tuple(torch.rand(2, 3) for _ in range(4))


class Residual(nn.Module):
    def __init__(self):
        super().__init__()
        self.c1, self.b = nn.Conv2d(2, 2, 3, padding=1), nn.BatchNorm2d(2)
        self.c2, self.d = nn.Conv2d(2, 3, 3, stride=2, padding=1), nn.Conv2d(2, 3, 1, stride=2)

    def forward(self, x):
        x = F.max_pool2d(x, 3, 2, 1)
        y = self.c2(F.relu(self.b(self.c1(x)))) + self.d(x)
        return F.adaptive_avg_pool2d(F.relu(y), 1).flatten(1)


@model
def residual():
    return Residual(), (torch.randn(1, 2, 6, 6),)


class UNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.g, self.c = nn.GroupNorm(2, 4), nn.Conv2d(4, 2, 3, padding=1)
        self.t, self.u = nn.Linear(3, 2), nn.ConvTranspose2d(2, 2, 2, 2)

    def forward(self, x, t):
        y = self.c(F.silu(self.g(x))) + self.t(F.silu(t))[:, :, None, None]
        return torch.cat((F.interpolate(x, scale_factor=2.0), self.u(y)), 1)


@model
def unet():
    return UNet(), (torch.randn(1, 4, 3, 3), torch.randn(1, 3))


class LSTM(nn.Module):
    def __init__(self):
        super().__init__()
        self.c = nn.LSTMCell(2, 3)

    def forward(self, x):
        h = c = torch.zeros(1, 3)
        for i in range(x.shape[1]):
            h, c = self.c(x[:, i], (h, c))
        return h


@model
def lstm():
    return LSTM(), (torch.randn(1, 8, 2),)


class GPT2(nn.Module):
    def __init__(self, d=8, h=2):
        super().__init__()
        self.h, self.l1, self.l2 = h, nn.LayerNorm(d), nn.LayerNorm(d)
        self.qkv, self.o = nn.Linear(d, 3 * d), nn.Linear(d, d)
        self.f1, self.f2 = nn.Linear(d, 2 * d), nn.Linear(2 * d, d)

    def forward(self, x):
        b, t, d = x.shape
        q, k, v = (
            z.view(b, t, self.h, d // self.h).transpose(1, 2) for z in self.qkv(self.l1(x)).split(d, 2)
        )
        y = F.scaled_dot_product_attention(q, k, v, is_causal=True)
        x = x + self.o(y.transpose(1, 2).reshape(b, t, d))
        return x + self.f2(F.gelu(self.f1(self.l2(x)), approximate="tanh"))


@model
def gpt2():
    return GPT2(), (torch.randn(1, 3, 8),)


@model
def gpt2_large():
    return GPT2(768, 12), (torch.randn(1, 16, 768),)


class RMS(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.w = nn.Parameter(torch.ones(d))

    def forward(self, x):
        return self.w * x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + 1e-6)


class Llama(nn.Module):
    def __init__(self, d=8, h=4, kv=2):
        super().__init__()
        self.h, self.kv, self.hd = h, kv, d // h
        self.n1, self.n2 = RMS(d), RMS(d)
        self.q, self.o = nn.Linear(d, d, bias=False), nn.Linear(d, d, bias=False)
        self.k, self.v = (nn.Linear(d, kv * self.hd, bias=False) for _ in range(2))
        self.g, self.u = (nn.Linear(d, 2 * d, bias=False) for _ in range(2))
        self.dn = nn.Linear(2 * d, d, bias=False)

    def rope(self, x, c, s):
        a, b = x.chunk(2, -1)
        return x * c + torch.cat((-b, a), -1) * s

    def forward(self, x):
        b, t, d = x.shape
        z = self.n1(x)
        q = self.q(z).view(b, t, self.h, self.hd).transpose(1, 2)
        k, v = (m(z).view(b, t, self.kv, self.hd).transpose(1, 2) for m in (self.k, self.v))
        p = torch.arange(t).float()[:, None] / (10000 ** (torch.arange(0, self.hd, 2).float() / self.hd))
        p = torch.cat((p, p), -1)
        q, k = self.rope(q, p.cos(), p.sin()), self.rope(k, p.cos(), p.sin())
        k, v = (m.repeat_interleave(self.h // self.kv, 1) for m in (k, v))
        mask = torch.full((t, t), float("-inf")).triu(1)
        a = torch.softmax(q @ k.transpose(-1, -2) / math.sqrt(self.hd) + mask, -1) @ v
        x = x + self.o(a.transpose(1, 2).reshape(b, t, d))
        z = self.n2(x)
        return x + self.dn(F.silu(self.g(z)) * self.u(z))


@model
def llama():
    return Llama(), (torch.randn(1, 3, 8),)


@model
def llama_large():
    return Llama(768, 12, 4), (torch.randn(1, 16, 768),)


class Patches(nn.Module):
    """A ViT's patches with a class token and positions, one attention layer, a head."""

    def __init__(self):
        super().__init__()
        self.p = nn.Conv2d(2, 4, 2, 2)
        self.cls, self.pos = nn.Parameter(torch.randn(1, 1, 4)), nn.Parameter(torch.randn(1, 5, 4))
        self.a, self.n = nn.MultiheadAttention(4, 2, batch_first=True), nn.LayerNorm(4)
        self.h = nn.Linear(4, 3)

    def forward(self, x):
        x = self.p(x).flatten(2).transpose(1, 2)
        x = torch.cat((self.cls.expand(x.shape[0], -1, -1), x), 1) + self.pos
        z = self.n(x)
        x = x + self.a(z, z, z, need_weights=False)[0]
        return self.h(x[:, 0])


@model
def vit():
    return Patches(), (torch.randn(1, 2, 4, 4),)


class MBConv(nn.Module):
    """Expansion, a depthwise convolution, squeeze and excite, projection: EfficientNet's block."""

    def __init__(self):
        super().__init__()
        self.e, self.d = nn.Conv2d(2, 4, 1), nn.Conv2d(4, 4, 3, padding=1, groups=4)
        self.s, self.x, self.p = nn.Conv2d(4, 1, 1), nn.Conv2d(1, 4, 1), nn.Conv2d(4, 2, 1)
        self.n = nn.BatchNorm2d(4)

    def forward(self, x):
        y = F.silu(self.n(self.d(F.hardswish(self.e(x)))))
        gate = torch.sigmoid(self.x(F.silu(self.s(F.adaptive_avg_pool2d(y, 1)))))
        return x + self.p(y * gate)


@model
def mbconv():
    return MBConv(), (torch.randn(1, 2, 3, 3),)


class GRU(nn.Module):
    def __init__(self):
        super().__init__()
        self.r = nn.GRU(2, 3, batch_first=True)

    def forward(self, x):
        return self.r(x)[0]


@model
def gru():
    return GRU(), (torch.randn(1, 3, 2),)


class Cross(nn.Module):
    """Cross attention with a padding mask, and a T5-like bias by position."""

    def __init__(self):
        super().__init__()
        self.q, self.kv, self.bias = nn.Linear(4, 4), nn.Linear(3, 8), nn.Embedding(5, 2)

    def forward(self, x, y, mask):
        q = self.q(x).unflatten(-1, (2, 2)).transpose(1, 2)
        k, v = (z.unflatten(-1, (2, 2)).transpose(1, 2) for z in self.kv(y).chunk(2, -1))
        far = (torch.arange(3)[None] - torch.arange(2)[:, None] + 1).clamp(0, 4)
        scores = torch.einsum("bhqd,bhkd->bhqk", q, k) / 2**0.5 + self.bias(far).permute(2, 0, 1)
        scores = scores.masked_fill(~mask[:, None, None, :], float("-inf"))
        return torch.einsum("bhqk,bhkd->bqhd", scores.softmax(-1), v).flatten(2)


@model
def cross_attention():
    return Cross(), (torch.randn(1, 2, 4), torch.randn(1, 3, 3), torch.tensor([[True, True, False]]))


class Contrast(nn.Module):
    """InfoNCE on cosine similarities, with a learned temperature."""

    def __init__(self):
        super().__init__()
        self.t = nn.Parameter(torch.tensor(0.5))

    def forward(self, a, b):
        s = F.normalize(a, dim=-1) @ F.normalize(b, dim=-1).T * self.t.exp()
        target = torch.arange(a.shape[0])
        return (F.cross_entropy(s, target) + F.cross_entropy(s.T, target, label_smoothing=0.1)) / 2


@model
def contrastive():
    return Contrast(), (torch.randn(2, 3), torch.randn(2, 3))


@model
def losses():
    def total(x, y):
        a = F.mse_loss(x, y) + F.smooth_l1_loss(x, y) + F.huber_loss(x, y, delta=0.7)
        b = F.cosine_similarity(x, y).mean() + F.kl_div(x.log_softmax(-1), y.softmax(-1))
        c = F.triplet_margin_loss(x, y, x.roll(1, 0)) + F.soft_margin_loss(x, y.sign().detach())
        return a + b + c + F.poisson_nll_loss(x, y.exp())

    return total, (torch.randn(2, 3), torch.randn(2, 3))


@model
def activations():
    def all_of(x, w):
        out = F.prelu(x, w) + F.glu(torch.cat((x, x * 2), 1), 1) + F.mish(x) + F.selu(x) + F.celu(x)
        out = out + F.hardsigmoid(x) + F.logsigmoid(x) + F.softsign(x) + F.tanhshrink(x) + F.elu(x)
        out = out + F.softplus(x, 2.0) + F.relu6(x * 3) + F.leaky_relu(x) + F.hardtanh(x) + torch.sinc(x)
        return out + F.softshrink(x, 0.2) + F.hardshrink(x, 0.2) + F.threshold(x, 0.1, -1.0)

    return all_of, (torch.randn(2, 3), torch.rand(3))


@model
def reductions():
    def all_of(x):
        parts = [x.logsumexp(1), x.cumsum(1)[:, -1], x.std(1), x.var(0, correction=0).sum().expand(2)]
        parts += [x.norm(dim=1), x.amax(1), x.amin(1), x.prod(1), x.abs().sum(1), x.cumprod(1)[:, 1]]
        parts += [torch.sort(x, 1).values[:, 0], x.topk(2, 1).values[:, 1], x.median(1).values]
        return torch.stack(parts)

    return all_of, (torch.randn(2, 3),)


@model
def indexing():
    def all_of(x, i):
        a = x.gather(1, i) + x.index_select(1, torch.tensor([2, 0])) + x[:, torch.tensor([1, 1])]
        b = torch.where(x > 0, x, x.exp() - 1).flip(1)[:, :2] + x.roll(1, 1).tril()[:, 1:]
        c = torch.zeros(2, 3).scatter_add(1, i, x[:, :2])[:, :2] + F.pad(x, (1, 1))[:, 1:3] + x.diagonal()
        return a + b + c + x.unfold(1, 2, 1)[..., 0] + F.one_hot(i, 3).float() @ x[0]

    return all_of, (torch.randn(2, 3), torch.tensor([[0, 2], [1, 0]]))


class Norms(nn.Module):
    def __init__(self):
        super().__init__()
        self.i, self.r = nn.InstanceNorm1d(2, affine=True), nn.RMSNorm(4)
        self.w = nn.utils.parametrizations.weight_norm(nn.Linear(4, 2))

    def forward(self, x):
        return F.local_response_norm(self.w(self.r(self.i(x))), 2)


@model
def norms():
    return Norms(), (torch.randn(1, 2, 4),)


@model
def images():
    def all_of(x):
        a = F.interpolate(x, size=(5, 5), mode="bilinear", align_corners=False)
        b = F.interpolate(x, size=(5, 5), mode="bicubic", align_corners=True)
        c = F.pad(F.avg_pool2d(x, 2, 1), (1, 1, 1, 1), mode="reflect").repeat(1, 1, 2, 2)[..., :5, :5]
        d = F.pad(F.max_pool2d(x, 2, 1), (1, 2, 1, 2), mode="replicate")
        return a + b + c + d + F.pixel_shuffle(x.expand(4, 1, 3, 3).transpose(0, 1), 2)[..., :5, :5]

    return all_of, (torch.randn(1, 1, 3, 3),)


class Padded(nn.Module):
    """A row of the embedding is padding: PyTorch does not differentiate in it."""

    def __init__(self):
        super().__init__()
        self.e, self.o = nn.Embedding(4, 2, padding_idx=0), nn.Linear(2, 2)
        with torch.no_grad():
            self.e.weight[0] = torch.tensor([0.5, -1.0])

    def forward(self, ids):
        return self.o(self.e(ids)).tanh()


@model
def padded():
    return Padded(), (torch.tensor([[3, 0]]),)


@model
def contrast_without_self():
    def loss(a):
        scores = (a @ a.T).masked_fill(torch.eye(3, dtype=torch.bool), float("-inf"))
        return F.cross_entropy(scores, torch.tensor([1, 2, 0]))

    return loss, (torch.randn(3, 2),)


@model
def gaussian_process():
    def likelihood(x, y, scale):
        d = (x[:, None] - x[None]) / scale
        factor = torch.linalg.cholesky(torch.exp(-d.square()) + 0.3 * torch.eye(3))
        a = torch.linalg.solve_triangular(factor, y[:, None], upper=False)
        return a.square().sum() / 2 + factor.diagonal().log().sum()

    return likelihood, (torch.randn(3), torch.randn(3), torch.tensor(1.2))
