"""A bidirectional GRU layer as LAC's (the reset gate behind the recurrent product), written for one core as lstm.py is.

Cho et al. 2014 in cuDNN's variant: z, r = σ(x·W + h·R + b), n = tanh(x·W + r ∘ (h·R + b)), h' = n + z ∘ (h − n).
`mask` keeps padding out: a padded step leaves the state zero.
"""

from __future__ import annotations

import torch
from lstm import orthogonal_gates, recurrent_gradient
from torch import nn


class _BiGRU(torch.autograd.Function):
    """Gates in the order update, reset, new; everything is stored at its own time, in both directions."""

    @staticmethod
    def forward(ctx, x, mask, w_in, w_rec, b_in, b_rec):
        time, batch, width = x.shape
        hidden = w_rec.shape[1]
        flat = x.reshape(-1, width)
        gates = x.new_empty(2, time, batch, 3 * hidden)  # products of x, then z, r, n
        kept = x.new_empty(2, time, batch, hidden)  # h·R + b of the new state
        states = x.new_empty(time, batch, 2 * hidden)
        padded = bool((mask == 0).any())
        for d in (0, 1):
            torch.addmm(b_in[d], flat, w_in[d], out=gates[d].view(-1, 3 * hidden))
            h = x.new_zeros(batch, hidden)
            for t in range(time - 1, -1, -1) if d else range(time):
                g = gates[d, t]
                rec = torch.addmm(b_rec[d], h, w_rec[d])
                g[:, : 2 * hidden].add_(rec[:, : 2 * hidden]).sigmoid_()
                z, r, n = g.chunk(3, -1)
                kept[d, t].copy_(rec[:, 2 * hidden :])
                n.addcmul_(r, kept[d, t]).tanh_()
                new = torch.lerp(n, h, z)
                if padded:
                    new.mul_(mask[t])
                h = states[t, :, d * hidden : (d + 1) * hidden]
                h.copy_(new)
        ctx.save_for_backward(x, mask, w_in, w_rec, gates, kept, states)
        ctx.padded = padded
        return states

    @staticmethod
    def backward(ctx, d_out):
        x, mask, w_in, w_rec, gates, kept, states = ctx.saved_tensors
        time, batch, width = x.shape
        hidden = w_rec.shape[1]
        flat = x.reshape(-1, width)
        d_x, d_w_in, d_w_rec = None, torch.empty_like(w_in), torch.empty_like(w_rec)
        d_b_in, d_b_rec = w_in.new_empty(2, 3 * hidden), w_in.new_empty(2, 3 * hidden)
        none = x.new_zeros(batch, hidden)
        for d in (0, 1):
            own = states[..., d * hidden : (d + 1) * hidden]
            d_gates, d_rec = torch.empty_like(gates[d]), torch.empty_like(gates[d])
            w_back = w_rec[d].t().contiguous()
            z_all, r_all, n_all = gates[d].chunk(3, -1)
            slope_z = z_all * (1 - z_all)
            slope_r = r_all * (1 - r_all) * kept[d]
            slope_n = (1 - n_all * n_all) * (1 - z_all)
            d_h = torch.zeros_like(none)
            for t in range(time) if d else range(time - 1, -1, -1):
                before = t + 1 if d else t - 1
                previous = own[before] if 0 <= before < time else none
                d_h = d_h + d_out[t, :, d * hidden : (d + 1) * hidden]
                if ctx.padded:
                    d_h.mul_(mask[t])
                g, b = d_gates[t], d_rec[t]
                torch.mul(d_h, previous - n_all[t], out=g[:, :hidden])
                g[:, :hidden].mul_(slope_z[t])
                torch.mul(d_h, slope_n[t], out=g[:, 2 * hidden :])
                torch.mul(g[:, 2 * hidden :], slope_r[t], out=g[:, hidden : 2 * hidden])
                b[:, : 2 * hidden].copy_(g[:, : 2 * hidden])
                torch.mul(g[:, 2 * hidden :], r_all[t], out=b[:, 2 * hidden :])
                d_h = torch.addmm(d_h * z_all[t], b, w_back)
            g, b = d_gates.view(-1, 3 * hidden), d_rec.view(-1, 3 * hidden)
            torch.mm(flat.t(), g, out=d_w_in[d])
            recurrent_gradient(own, d_rec, bool(d), d_w_rec[d])
            torch.sum(g, 0, out=d_b_in[d])
            torch.sum(b, 0, out=d_b_rec[d])
            d_x = g @ w_in[d].t() if d_x is None else d_x.addmm_(g, w_in[d].t())
        return d_x.view_as(x), None, d_w_in, d_w_rec, d_b_in, d_b_rec


class BiGRU(nn.Module):
    """(time, batch, width), mask (time, batch, 1) → (time, batch, 2 × hidden)."""

    def __init__(self, width: int, hidden: int):
        super().__init__()
        self.hidden = hidden
        self.w_in = nn.Parameter(torch.empty(2, width, 3 * hidden).uniform_(-(hidden**-0.5), hidden**-0.5))
        self.w_rec = nn.Parameter(torch.empty(2, hidden, 3 * hidden))
        self.b_in = nn.Parameter(torch.zeros(2, 3 * hidden))
        self.b_rec = nn.Parameter(torch.zeros(2, 3 * hidden))
        for d in (0, 1):
            orthogonal_gates(self.w_rec.data[d])

    def forward(self, x, mask):
        return _BiGRU.apply(x, mask, self.w_in, self.w_rec, self.b_in, self.b_rec)
