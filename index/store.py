"""Saved indexes: built aside, checked, then switched to. A killed build leaves the old one in force.

<home>/<name>/current          names the build in force
<home>/<name>/<build>/         manifest.json, readings.json, and for each collection its arrays and faiss table
"""

import json
import os
import shutil
import time
from collections.abc import Mapping
from dataclasses import asdict
from hashlib import blake2b
from pathlib import Path
from typing import Any

import faiss
import numpy as np

from index.analyser import VERSION, Token
from index.analyses import FILE as ANALYSES
from index.analyses import Analyses
from index.collection import Collection, Profile
from index.dense import Dense
from index.document import Shown
from index.encoder import STATIC_JA, Encoder, EncoderSettings, MissingEncoder, SentenceEncoder
from index.index import Index
from index.lexical import Lexical
from index.readings import Readings
from index.static_ja import StaticJa, load_static_ja
from knowledge import Lexicon

FORMAT = 5
KINDS = ("entries", "passages")
SHOWN = ("staff_only", "first_day", "last_day", "own")


class UnusableIndex(RuntimeError):
    """A saved index is missing, damaged, or was built for something else; the message says what to run."""


def save(index: Index, home: Path, name: str, analysed: Mapping[str, list[Token]] | None = None) -> Path:
    """Write `index` as a new build of `name` and put it in force. Returns the build's folder.

    With the tokens of each text that was `analysed` for it, the next build need not analyse those again (`known_analyses`).
    """
    building = home / name / f".building-{os.getpid()}"
    folder = home / name / f"{time.time_ns():x}"
    shutil.rmtree(building, ignore_errors=True)
    building.mkdir(parents=True)
    for kind in KINDS:
        _write_collection(getattr(index, kind), building / kind)
    (building / "readings.json").write_text(json.dumps(index.readings.words, ensure_ascii=False), encoding="utf-8")
    np.savez(building / "encoder.npz", **index.encoder.state())
    if analysed is not None:
        Analyses.of(analysed).write(building)
    manifest = _expected(index.encoder, index.digest) | {
        "built": time.strftime("%Y-%m-%dT%H:%M:%S%z"),
        "files": _fingerprints(building),
    }
    (building / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False, indent=1), encoding="utf-8")
    folder = _next_build(home / name)
    building.rename(folder)
    before = _in_force(home / name)
    _point_to(folder)
    _delete_old(home / name, {folder.name, before})
    return folder


def known_analyses(home: Path, name: str) -> Analyses | None:
    """What was analysed for the build of `name` in force; None where there is nothing that can be used."""
    try:
        folder = home / name / _in_force(home / name)
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        if manifest["analyser"] != VERSION or manifest["files"][ANALYSES] != _fingerprint(folder / ANALYSES):
            return None
        return Analyses.read(folder)
    except (OSError, ValueError, KeyError, TypeError):
        return None  # a build without, or a damaged one: everything is analysed


def load(home: Path, name: str, lexicon: Lexicon, digest: str, settings: EncoderSettings) -> Index:
    """The build of `name` in force. Raises UnusableIndex when it is missing, damaged, or not of this content and encoder."""
    again = f"Run `madoguchi build --city {name}`."
    try:
        folder = home / name / _in_force(home / name)
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UnusableIndex(f"no index of {name} in {home}. {again}") from error
    try:
        if not isinstance(manifest, dict) or manifest.get("files") != _fingerprints(folder):
            raise ValueError("files differ from the manifest")
        with (folder / "encoder.npz").open("rb") as file, np.load(file) as state:
            encoder = _restored(settings, dict(state))
        _refuse_mismatch(manifest, _expected(encoder, digest), name, again)
        entries, passages = (_read_collection(folder / kind) for kind in KINDS)
        readings = _read_readings(folder / "readings.json")
    except (UnusableIndex, MissingEncoder):
        raise
    except Exception as error:  # zip, numpy, JSON and faiss each fail in their own way on a damaged file
        raise UnusableIndex(f"the index of {name} is damaged ({type(error).__name__}). {again}") from error
    return Index(entries, passages, lexicon, readings, encoder, digest)


def _fingerprints(folder: Path) -> dict[str, str]:
    """What each file of a build holds, the manifest left out: half a disk block that went bad is noticed."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != "manifest.json")
    return {path.relative_to(folder).as_posix(): _fingerprint(path) for path in paths}


def _fingerprint(path: Path) -> str:
    return blake2b(path.read_bytes(), digest_size=16).hexdigest()


def _expected(encoder: Encoder, digest: str) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "analyser": VERSION,
        "encoder": encoder.name,
        "dimension": encoder.dimension,
        "content": digest,
    }


def _refuse_mismatch(manifest: dict[str, Any], expected: dict[str, Any], name: str, again: str) -> None:
    for key, value in expected.items():
        if manifest.get(key) != value:
            raise UnusableIndex(
                f"the index of {name} was built with {key} {manifest.get(key)!r}, now it is {value!r}. {again}"
            )


def _restored(settings: EncoderSettings, state: dict[str, Any]) -> Encoder:
    if settings.model != STATIC_JA:
        return SentenceEncoder(settings)
    table = load_static_ja(settings.home)
    if "idf" not in state:  # built with another encoder: the manifest says which
        zeros = np.zeros(table.vectors.shape[1], np.float32)
        return StaticJa(table, np.ones(len(table.vectors), np.float32), zeros)
    return StaticJa(table, state["idf"], state["component"])


def _write_collection(collection: Collection, folder: Path) -> None:
    folder.mkdir()
    arrays: dict[str, Any] = _shown(collection.shown)
    for name in ("lexical", "sounds"):
        table: Lexical = getattr(collection, name)
        arrays |= {f"{name}_{key}": getattr(table, key) for key in ("idf", "starts", "documents", "impacts")}
        (folder / f"{name}.json").write_text(json.dumps(list(table.terms), ensure_ascii=False), encoding="utf-8")
    np.savez(folder / "arrays.npz", **arrays)
    faiss.write_index(collection.dense.table, str(folder / "dense.faiss"))
    summary = {"ids": collection.ids, "by_title": dict(collection.by_title), "profile": asdict(collection.profile)}
    (folder / "documents.json").write_text(json.dumps(summary, ensure_ascii=False), encoding="utf-8")


def _read_collection(folder: Path) -> Collection:
    summary = json.loads((folder / "documents.json").read_text(encoding="utf-8"))
    size = len(summary["ids"])
    with (folder / "arrays.npz").open("rb") as file, np.load(file) as arrays:
        shown = Shown(*(arrays[name] for name in SHOWN))
        lexical, sounds = (_read_lexical(folder, name, arrays, size) for name in ("lexical", "sounds"))
    dense = Dense(faiss.read_index(str(folder / "dense.faiss")))
    if len(shown.staff_only) != size or dense.table.ntotal != size:
        raise ValueError("lengths differ")
    return Collection(summary["ids"], shown, summary["by_title"], lexical, sounds, dense, Profile(**summary["profile"]))


def _read_lexical(folder: Path, name: str, arrays: Any, size: int) -> Lexical:
    terms = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
    idf, starts, documents, impacts = (arrays[f"{name}_{key}"] for key in ("idf", "starts", "documents", "impacts"))
    return Lexical({term: row for row, term in enumerate(terms)}, idf, starts, documents, impacts, size)


def _read_readings(path: Path) -> Readings:
    words = json.loads(path.read_text(encoding="utf-8"))
    return Readings({sound: (str(word), float(cost)) for sound, (word, cost) in words.items()})


def _shown(shown: Shown) -> dict[str, Any]:
    return {name: getattr(shown, name) for name in SHOWN}


def _point_to(folder: Path) -> None:
    """Switch `current` to `folder` in one step."""
    pointer = folder.parent / "current"
    fresh = pointer.with_suffix(f".{os.getpid()}")
    fresh.write_text(folder.name, encoding="utf-8")
    os.replace(fresh, pointer)


def _in_force(folder: Path) -> str:
    """The name of the build in force, or nothing."""
    pointer = folder / "current"
    return pointer.read_text(encoding="utf-8").strip() if pointer.exists() else ""


def _next_build(folder: Path) -> Path:
    """A name after every other, whatever the clock says; the process number keeps two builders apart."""
    numbers = [int(path.name.split("-")[0]) for path in folder.glob("*-*") if path.name.split("-")[0].isdigit()]
    return folder / f"{max(numbers, default=0) + 1:06d}-{os.getpid()}"


def _delete_old(folder: Path, kept: set[str]) -> None:
    """Keep the build in force and the one before; delete older ones and what killed builds left behind."""
    for path in folder.iterdir():
        if path.is_dir() and path.name not in kept and not _being_built(path):
            shutil.rmtree(path, ignore_errors=True)


def _being_built(path: Path) -> bool:
    """Whether another process that is alive is writing `path`."""
    number = path.name.removeprefix(".building-")
    return path.name.startswith(".building-") and number.isdigit() and Path("/proc", number).exists()
