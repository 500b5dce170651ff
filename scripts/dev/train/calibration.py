"""Learns what a posterior is worth: how often beads are right that the model has so likely.

The model is too sure of documents that it was not learned from, so beads of such documents are
judged: each third of the domains in its turn, with weights that were learned from the others.

Needs the extra `training`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from hexapla.align.scoring.weights import Calibration, log_odds
from scripts.dev.train.crf import Lattice, Weights, judged_beads
from scripts.dev.train.lattices import learn

__all__ = ["THIRDS", "Domain", "calibration", "domain_of", "judged", "judged_left_out", "left_out"]

# The posterior of each bead of a domain, and whether it is right.
Domain = Sequence[tuple[float, bool]]

# Domains left out together.
THIRDS: Final = (
    frozenset({"targets", "handbook", "mac-dev"}),
    frozenset({"resolution", "names", "guide"}),
    frozenset({"declaration", "legal", "news", "text-berg"}),
)
_SAME: Final = {"sdg-noisy": "targets", "defective": "targets", "excerpt": "targets"}


def domain_of(each: Lattice) -> str:
    """Return the domain of a group, both orders of which are of one."""
    group = each.group.removesuffix(" in order")
    return _SAME.get(group, group)


def left_out(learned_from: Sequence[Lattice]) -> Iterator[tuple[frozenset[str], Weights]]:
    """Yield each third of the domains, and what is learned from the others."""
    for third in THIRDS:
        yield third, learn(each for each in learned_from if domain_of(each) not in third)


def judged_left_out(learned_from: Sequence[Lattice]) -> dict[str, Domain]:
    """Judge the beads of each domain, the weights learned from others."""
    return {
        domain: judged((each for each in learned_from if each.group == domain), weights)
        for third, weights in left_out(learned_from)
        for domain in sorted(third)
    }


def judged(documents: Iterable[Lattice], weights: Weights) -> Domain:
    """Return the posterior of each bead, and whether it is right."""
    return [
        (posterior, bead in each.gold)
        for each in documents
        for bead, posterior in judged_beads(each, weights)
    ]


def calibration(domains: Iterable[Domain]) -> Calibration:
    """Fit a line to log-odds of being right over log-odds of the posterior (Platt 1999).

    Every domain counts as much as any other.
    """
    seen = [domain for domain in domains if domain]
    odds = np.array([log_odds(posterior) for domain in seen for posterior, _ in domain])
    right = np.array([is_right for domain in seen for _, is_right in domain])
    weights = np.concatenate([np.full(len(domain), 1 / len(domain)) for domain in seen])

    def loss(line: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        slope, base = line
        found = slope * odds + base
        wrong = 1 / (1 + np.exp(-found)) - right
        total = weights @ (np.logaddexp(0, found) - right * found)
        return float(total), np.array([(weights * wrong) @ odds, weights @ wrong])

    slope, base = minimize(loss, [1.0, 0.0], jac=True, method="L-BFGS-B").x
    return float(slope), float(base)
