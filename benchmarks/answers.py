"""Right or silent: what people get, how sure that is, and beside what others would build.

    .venv/bin/python -m benchmarks.answers [--held] [--misses]

Asks every development question, every message of an emergency and every staff question of the shipped cities; some two
minutes. `--held` adds the questions never used for tuning, as totals; `--misses` lists what went wrong on the others.
"""

import argparse
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from benchmarks import perturb
from benchmarks.curve import Panel, Point, Series, svg
from benchmarks.intervals import Share
from benchmarks.replies import ROOT
from benchmarks.safety import alarms, emergencies, leaks
from benchmarks.table import print_table
from benchmarks.threshold_baselines import TARGETS, best_answers, tally_at, threshold_for, thresholds
from benchmarks.verdict import Served, Tally, Verdict
from benchmarks.world import Judged, Question, World, questions_in
from bot.decide import Policy

DEV, TUNE, HELD = "dev.jsonl", "residents-tune.jsonl", "residents-held.jsonl"
PICTURE = ROOT / "benchmarks" / "risk-coverage.svg"
OURS = "Madoguchi"
HEADER = [
    "questions",
    "n",
    "coverage",
    "right",
    "precision",
    "refused",
    "none",
    "false",
    "choices shown",
    "of all given",
]
FEWEST_ANSWERS = 20  # of a point of the picture: a share of fewer says nothing
STEPS = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 0.98, 0.99]
Lines = dict[str, tuple[list[Tally], Tally | None]]  # by falling threshold, and at the one in use
FAULTS = (Verdict.WRONG, Verdict.FALSE, Verdict.REFUSED, Verdict.ASTRAY, Verdict.ALARM)


def row(name: str, tally: Tally, intervals: bool = True) -> list[str]:
    """One line of figures under HEADER."""
    said: Callable[[Share], str] = Share.with_interval if intervals else str
    return [
        name,
        str(tally.answerable),
        said(tally.coverage),
        str(tally.right),
        said(tally.precision),
        said(tally.refused),
        str(tally.unanswerable),
        said(tally.false),
        str(tally.shown),
        said(tally.precision_of_all),
    ]


def tally(judged: Iterable[Judged]) -> Tally:
    return Tally.of(verdict for _, _, verdict in judged)


def totals(sets: dict[str, list[Judged]]) -> None:
    lines = [row(name, tally(judged)) for name, judged in sets.items()]
    print_table("Answers, with 95 % intervals (Wilson)", HEADER, lines)


def by_group(title: str, judged: Sequence[Judged], group: Callable[[Question], str]) -> None:
    groups: dict[str, list[Judged]] = defaultdict(list)
    for each in judged:
        groups[group(each[0])].append(each)
    lines = [row(name, tally(groups[name]), intervals=False) for name in sorted(groups) if name]
    print_table(title, HEADER, lines)


def category(world: World, question: Question) -> str:
    """The 大分類 of the entry that answers, its section where it has none; nothing for the unanswerable."""
    if not question["expected"]:
        return ""
    entry = world.shelves[question["city"]].entries.get(question["expected"][0])
    return (entry.category.split("/")[0] or entry.section) if entry else "(gone)"


def reason(question: Question) -> str:
    """Why an unanswerable question has no answer; nothing for the others."""
    if question["kind"] == "answerable":
        return ""
    return str(question.get("reason") or question["note"].split(" ")[0].strip(";:；：。、") or "(none)")


def difficulty(question: Question) -> str:
    return {True: "hard", False: "not hard"}.get(question.get("hard"), "not marked")  # type: ignore[arg-type]


def with_threshold(threshold: float) -> Policy:
    """One threshold for answers of all kinds in place of the policy's own."""
    policy = Policy()
    return replace(policy, answer=threshold, passage=threshold, choices=min(policy.choices, threshold))


def wrong_share(tally: Tally) -> float:
    """Of all answers given, the share that is not right."""
    return 1 - tally.precision_of_all.rate


def draw(lines: Lines, subtitle: str) -> None:
    """The risk–coverage curves of each bot, where it answers often enough to tell."""

    def series(risk: Callable[[Tally], float]) -> list[Series]:
        def point(tally: Tally) -> Point:
            return tally.coverage.rate, risk(tally)

        return [
            Series(
                name,
                [point(each) for each in tallies if each.precision_of_all.total >= FEWEST_ANSWERS],
                point(used) if used else None,
            )
            for name, (tallies, used) in lines.items()
        ]

    across = "coverage (an answer among the choices counts half)"
    panels = [
        Panel(f"Wrong among the answers given ({subtitle})", across, "not right", series(wrong_share)),
        Panel("Unanswerable questions answered", across, "false answers", series(lambda each: each.false.rate)),
    ]
    PICTURE.write_text(svg("Risk and coverage by confidence threshold", panels), encoding="utf-8")


def whole_bots(world: World, sets: dict[str, list[Question]], judged: dict[str, list[Judged]]) -> None:
    """Tables of whole bots, each with the threshold that reaches a target on dev, and the picture of all thresholds."""
    found = {name: best_answers(world, questions) for name, questions in sets.items()}
    steps = {
        step: {name: tally(world.judge(questions, with_threshold(step))) for name, questions in sets.items()}
        for step in STEPS
    }
    for title, target in TARGETS.items():
        lines = []
        for method, bests in found[DEV].items():
            threshold = threshold_for(target, bests)
            lines += [row(f"{method} · {name}", tally_at(threshold, each[method])) for name, each in found.items()]
        one = min((step for step in STEPS if target(steps[step][DEV])), default=STEPS[-1])
        lines += [row(f"{OURS} at {one} · {name}", figures) for name, figures in steps[one].items()]
        lines += [row(f"{OURS} as it ships · {name}", tally(rows)) for name, rows in judged.items()]
        print_table(f"Whole bots, one threshold chosen on dev: {title}", HEADER, lines)
    both = {step: tallies[DEV] + tallies[TUNE] for step, tallies in steps.items()}
    table = [[f"{step:.2f}", *row("", both[step], intervals=False)[1:]] for step in STEPS]
    print_table(f"{OURS} by threshold, dev + tune", ["threshold", *HEADER[1:]], table)
    lines_drawn: Lines = {OURS: ([both[step] for step in reversed(STEPS)], tally([*judged[DEV], *judged[TUNE]]))}
    for method in found[DEV]:
        bests = [*found[DEV][method], *found[TUNE][method]]
        lines_drawn[method] = [tally_at(each, bests) for each in reversed(thresholds(bests))], None
    draw(lines_drawn, f"{len(sets[DEV]) + len(sets[TUNE]):,} questions")


def safety(world: World) -> None:
    """Emergencies and staff content; every miss is shown."""
    seen = alarms(world, emergencies())
    real = [(message, kind) for message, kind in seen if message["kind"] == "crisis"]
    harmless = [(message, kind) for message, kind in seen if message["kind"] == "none"]
    found, asked = leaks(world)
    shares = {
        "emergencies seen": Share(sum(bool(kind) for _, kind in real), len(real)),
        "of the expected kind": Share(sum(kind in message["expected"] for message, kind in real), len(real)),
        "near misses taken for one": Share(sum(bool(kind) for _, kind in harmless), len(harmless)),
        "staff entries shown to residents": Share(len(found), asked),
    }
    lines = [[name, f"{share.count:.0f} of {share.total}", share.with_interval()] for name, share in shares.items()]
    print_table("Emergencies and staff content", ["what must never fail", "n", "share, 95 %"], lines)
    for message, kind in seen:
        if (kind not in message["expected"]) if message["kind"] == "crisis" else kind:
            print(
                f"{message['id']} {message['question'][:50]}: expected {message['expected'] or 'none'}, seen {kind!r}"
            )
    print(*found, sep="\n")


def misses(judged: Sequence[Judged]) -> None:
    """Every fault with what was served."""
    for question, reply, verdict in judged:
        if verdict in FAULTS:
            served = Served.of(reply)
            start = " ".join(reply["text"].split())[:60]
            print(f"{verdict:8} {question['id']:6} {question['question'][:70]}")
            print(
                f"         wanted {question['expected'] or reason(question)}; {served.outcome} {served.entry or served.choices} {start}"
            )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--held", action="store_true", help="also the questions never used for tuning, as totals")
    parser.add_argument("--misses", action="store_true", help="list the faults on the questions for tuning")
    arguments = parser.parse_args()
    world = World.shipped()
    sets = {name: questions_in(name) for name in (DEV, TUNE, *([HELD] if arguments.held else []))}
    judged = {name: world.judge(questions) for name, questions in sets.items()}
    tuning = [*judged[DEV], *judged[TUNE]]
    totals({**judged, "dev + tune": tuning})
    by_group("By style", tuning, lambda question: str(question["style"]))
    by_group("By city", tuning, lambda question: str(question["city"]))
    by_group("By category of the entry", tuning, lambda question: category(world, question))
    by_group("By difficulty", tuning, difficulty)
    by_group("Unanswerable, by reason", tuning, reason)
    safety(world)
    whole_bots(world, sets, judged)
    perturb.report(world, [*sets[DEV], *sets[TUNE]])
    if arguments.misses:
        misses(tuning)


if __name__ == "__main__":
    main()
