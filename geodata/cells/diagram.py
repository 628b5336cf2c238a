"""Atoms gathered into contiguous parts of wanted sizes: a capacity-weighted centroidal power diagram on warped ground."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components

ROUNDS = 30
SETTLE = 6
"""In the last rounds centres stand still and only the weights move, so that sizes come out right."""
GAIN = 0.35
WAVES = ((3.2, 0.16), (1.6, 0.09), (0.8, 0.045))
"""Wave length and amplitude of the warp, in typical part sizes: borders that bend as real ones do."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """Atoms to gather: centroids (km), areas (km²), shared border lengths."""

    xy: np.ndarray
    mass: np.ndarray
    links: csr_matrix


def power_cells(
    cluster: Cluster, share: np.ndarray, least: np.ndarray, rng: np.random.Generator, centre: np.ndarray
) -> np.ndarray:
    """A part number for each atom. Part i has about `share[i]` of the area and at least `least[i]` atoms where there are enough;
    low numbers lie near `centre`. A part is contiguous but for islands, which belong to the part nearest to them."""
    parts = len(share)
    if parts == 1:
        return np.zeros(len(cluster.mass), dtype=np.int64)
    target = share / share.sum() * cluster.mass.sum()
    ground = _warp(cluster.xy, math.sqrt(cluster.mass.sum() / parts), rng)
    centres = _spread(ground, cluster.mass, parts, rng)
    centres = centres[np.argsort(((centres - centre) ** 2).sum(axis=1), kind="stable")]
    label = _settle(ground, cluster.mass, target, centres)
    label = _join(label, cluster, parts)
    return _feed(label, cluster, least)


def _warp(xy: np.ndarray, size: float, rng: np.random.Generator) -> np.ndarray:
    bent = xy.copy()
    for wave, amplitude in WAVES:
        for axis in range(2):
            direction = rng.normal(size=(2, 2))
            direction /= np.linalg.norm(direction, axis=1)[:, None]
            phase = rng.uniform(0, 2 * math.pi, 2)
            for (dx, dy), shift in zip(direction, phase, strict=True):
                bent[:, axis] += amplitude * size * np.sin((xy[:, 0] * dx + xy[:, 1] * dy) * 2 * math.pi / (wave * size) + shift)
    return bent


def _spread(xy: np.ndarray, mass: np.ndarray, parts: int, rng: np.random.Generator) -> np.ndarray:
    """First centres, far from each other (k-means++ by area)."""
    chosen = [int(rng.choice(len(xy), p=mass / mass.sum()))]
    gap = ((xy - xy[chosen[0]]) ** 2).sum(axis=1)
    for _ in range(parts - 1):
        odds = mass * gap
        chosen.append(int(rng.choice(len(xy), p=odds / odds.sum()) if odds.sum() > 0 else rng.integers(len(xy))))
        gap = np.minimum(gap, ((xy - xy[chosen[-1]]) ** 2).sum(axis=1))
    return xy[chosen]


def _settle(xy: np.ndarray, mass: np.ndarray, target: np.ndarray, centres: np.ndarray) -> np.ndarray:
    parts = len(centres)
    weight = np.zeros(parts)
    label = np.zeros(len(xy), dtype=np.int64)
    for turn in range(ROUNDS):
        dx, dy = xy[:, 0, None] - centres[:, 0], xy[:, 1, None] - centres[:, 1]
        label = (dx * dx + dy * dy - weight).argmin(axis=1)
        area = np.bincount(label, mass, parts)
        if turn < ROUNDS - SETTLE:
            held = area > 0
            for axis in range(2):
                centres[held, axis] = np.bincount(label, mass * xy[:, axis], parts)[held] / area[held]
        weight += GAIN * (target - area) / math.pi
        weight -= weight.mean()
    return label


def _pieces(links: csr_matrix, label: np.ndarray) -> tuple[int, np.ndarray]:
    """Connected pieces of equal label."""
    graph = links.tocoo()
    same = label[graph.row] == label[graph.col]
    inside = csr_matrix((np.ones(same.sum()), (graph.row[same], graph.col[same])), shape=links.shape)
    return connected_components(inside, directed=False)


def _join(label: np.ndarray, cluster: Cluster, parts: int) -> np.ndarray:
    """Every piece but the largest of its part goes to the neighbour it shares most border with; islands have none and stay."""
    graph = cluster.links.tocoo()
    while True:
        count, piece = _pieces(cluster.links, label)
        area = np.bincount(piece, cluster.mass, count)
        owner = np.zeros(count, dtype=np.int64)
        owner[piece] = label
        largest = np.full(parts, -1)
        order = np.argsort(area, kind="stable")
        largest[owner[order]] = order
        stray = largest[owner] != np.arange(count)
        touching = stray[piece[graph.row]] & ~stray[piece[graph.col]]  # strays join settled pieces, never each other
        if not touching.any():
            return label
        pairs = piece[graph.row[touching]] * np.int64(parts) + label[graph.col[touching]]
        key, at = np.unique(pairs, return_inverse=True)
        border = np.bincount(at, graph.data[touching])
        for k in np.argsort(border, kind="stable"):
            owner[key[k] // parts] = key[k] % parts
        label = owner[piece]


def _feed(label: np.ndarray, cluster: Cluster, least: np.ndarray) -> np.ndarray:
    """Parts with fewer atoms than their least take neighbouring ones, without cutting the giver in two. A giver may fall short
    itself if it stays better off than the taker: hunger spreads outwards until it meets plenty."""
    label = label.copy()
    indptr, indices = cluster.links.indptr, cluster.links.indices
    plenty = np.bincount(label, minlength=len(least)) - least

    def take(atom: int, part: int) -> None:
        plenty[label[atom]] -= 1
        plenty[part] += 1
        label[atom] = part

    def stays_whole(atom: int) -> bool:
        around = indices[indptr[atom] : indptr[atom + 1]]
        around = around[label[around] == label[atom]]
        if len(around) < 2:
            return True
        rest = np.flatnonzero(label == label[atom])
        rest = rest[rest != atom]
        _, piece = connected_components(cluster.links[rest][:, rest], directed=False)
        return len(np.unique(piece[np.searchsorted(rest, around)])) == 1

    def grow(part: int) -> bool:
        own = np.flatnonzero(label == part)
        near = np.unique(np.concatenate([indices[indptr[a] : indptr[a + 1]] for a in own])) if len(own) else np.arange(len(label))
        near = near[plenty[label[near]] > plenty[part] + 1]
        for atom in near[np.argsort(-plenty[label[near]], kind="stable")]:
            if stays_whole(atom):
                take(atom, part)
                return True
        return False

    hungry = True
    while hungry:
        hungry = sum(grow(part) for part in np.argsort(plenty, kind="stable") if plenty[part] < 0) > 0
    bare = -(2 * least // 3)
    for part in np.flatnonzero(plenty < bare):  # on islands nobody is near: rather a far piece than a region without ground
        while plenty[part] < bare[part] and (plenty > 0).any():
            own = cluster.xy[label == part]
            centre = own.mean(axis=0) if len(own) else cluster.xy.mean(axis=0)
            spare = np.flatnonzero(plenty[label] > 0)
            take(int(spare[((cluster.xy[spare] - centre) ** 2).sum(axis=1).argmin()]), int(part))
    return label
