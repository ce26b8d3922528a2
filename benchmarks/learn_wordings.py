"""Learn the two maps of the embedded encoder that bring everyday wording near official wording.

    .venv/bin/python -m benchmarks.learn_wordings [--out FILE]

Each phrasing of a common entry is to be nearest to the question and to the answer of its own entry among all entries
(InfoNCE: van den Oord et al. 2018). Phrasings go through one map, questions and answers through the other. No judged question
is used. Under a minute on one core; write to index/data/wordings.npz, then build every index anew and fit the confidence again.
"""

import argparse
from pathlib import Path

import numpy as np
import torch
from torch.nn.functional import cross_entropy, normalize

from benchmarks.replies import ROOT
from index import normalise
from index.analyser import remembering
from index.static_ja import WORDINGS, StaticJa, load_static_ja
from knowledge import Entry, load_knowledge, shipped_cities

EPOCHS, BATCH, RATE = 4, 512, 1e-3
TEMPERATURE = 0.05
ANSWER = 0.5  # weight of the answer beside the question


def common_entries() -> list[Entry]:
    """The entries that all cities share and that have phrasings, each once."""
    entries = {entry.id: entry for city in shipped_cities() for entry in load_knowledge(city).entries}
    return [entry for _, entry in sorted(entries.items()) if entry.phrasings and not entry.owned_by_city]


def learn(asked: torch.Tensor, owner: torch.Tensor, questions: torch.Tensor, answers: torch.Tensor) -> list[np.ndarray]:
    """The maps for what is asked and for what is written; `owner` holds the row of `questions` that each of `asked` is of."""
    torch.manual_seed(0)
    size = asked.shape[1]
    maps = [torch.nn.Parameter(torch.zeros(size, size)) for _ in range(2)]
    steps = EPOCHS * len(asked) // BATCH
    optimiser = torch.optim.Adam(maps, lr=RATE)
    slower = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: 1 - step / steps)
    for _ in range(steps):
        chosen = torch.randint(len(asked), (BATCH,))
        people, offices = ((lambda rows, by=by: normalize(rows + rows @ by, dim=1)) for by in maps)
        likeness = [people(asked[chosen]) @ offices(rows).T / TEMPERATURE for rows in (questions, answers)]
        loss = cross_entropy(likeness[0], owner[chosen]) + ANSWER * cross_entropy(likeness[1], owner[chosen])
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        slower.step()
    return [by.detach().numpy().astype(np.float16) for by in maps]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=WORDINGS, help="where to write the maps")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    entries = common_entries()
    texts = [[normalise(text) for text in (entry.question, entry.answer, *entry.phrasings)] for entry in entries]
    with remembering():
        encoder = StaticJa.adapt(load_static_ja(ROOT / "var" / "encoders"), [text for row in texts for text in row])
        vectors = [torch.tensor(encoder.plain(row)) for row in texts]
    owner = torch.repeat_interleave(torch.arange(len(vectors)), torch.tensor([len(rows) - 2 for rows in vectors]))
    asked = torch.cat([rows[2:] for rows in vectors])
    maps = learn(asked, owner, *(torch.stack([rows[at] for rows in vectors]) for at in (0, 1)))
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(arguments.out, asked=maps[0], written=maps[1])
    print(
        f"{len(asked):,} phrasings of {len(entries)} entries -> {arguments.out} ({arguments.out.stat().st_size:,} bytes)"
    )


if __name__ == "__main__":
    main()
