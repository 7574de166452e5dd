"""From turns to rows: medians, ratios, goals; as a table and as JSON."""

import operator
from statistics import median

RELATIONS = {">=": operator.ge, "<=": operator.le}
WHOLE = 0.9  # from this share of a processor on, the generator is the limit, and CPU time decides


LINE = "  {:<27}{:>10}{:>10}{:>10}{:>9}{:>10}  {}"


class Row:
    """One target of a group: its turns, one for each round; or why there are none."""

    def __init__(self, target):
        self.name, self.kind, self.shape = target.name, target.kind, target.shape
        self.turns = []
        self.missing = None

    def of(self, key):
        return [turn[key] for turn in self.turns if turn.get(key) is not None]

    def median(self, key):
        seen = self.of(key)
        return median(seen) if seen else None

    @property
    def errors(self):
        return sum(self.of("errors"))

    def ratio_to(self, other, key="value"):
        """Median over the rounds of this row's figure to the other's."""
        if other is None or other.missing or self.missing:
            return None
        pairs = zip(self.of(key), other.of(key))
        ratios = [mine / theirs for mine, theirs in pairs if theirs > 0]
        return median(ratios) if ratios else None


class Rows:
    """The rows of a group."""

    def __init__(self, group, rows):
        self.group = group
        self.rows = rows

    def like(self, row, kind):
        """The row of that kind and the same shape."""
        return next((r for r in self.rows if (r.kind, r.shape) == (kind, row.shape)), None)

    def named(self, name):
        return next((r for r in self.rows if r.name == name), None)

    def other(self, row, what):
        """The row that a goal compares with."""
        kind = {"limit": "C", "python": "python", "cpu": "C"}.get(what)
        return self.like(row, kind) if kind else self.named(what)

    def figure(self, row, what):
        if what == "value":
            return row.median("value")
        return row.ratio_to(self.other(row, what), "cpu_us" if what == "cpu" else "value")

    def by_cpu(self, row, what):
        """The same as a ratio of CPU time, where rates say little: the generator was the limit of
        both, or the two sides wait for each other."""
        other = self.other(row, what)
        shares = [r.median("generator") for r in (row, other) if r and not r.missing]
        if not self.group.by_cpu and (None in shares or min(shares, default=0) < WHOLE):
            return None
        cost = row.ratio_to(other, "cpu_us")
        return 1 / cost if cost else None

    def goal(self, row, what, relation, factor):
        seen, by = self.figure(row, what), "rate"
        if not meets(seen, relation, factor) and what not in ("value", "cpu"):
            instead = self.by_cpu(row, what)
            seen, by = (instead, "cpu") if meets(instead, relation, factor) else (seen, by)
        return {
            "what": what,
            "relation": relation,
            "factor": factor,
            "seen": seen,
            "met": meets(seen, relation, factor),
            "by": by,
        }

    def goals(self, row):
        """What was asked of this row, and whether it is so; none where nothing was measured."""
        if row.kind != "sockpit" or row.missing:
            return []
        return [self.goal(row, *asked) for asked in self.group.goals.get(row.shape, ())]

    def as_json(self):
        return {
            "name": self.group.name,
            "title": self.group.title,
            "unit": self.group.unit,
            "rows": [self.row_as_json(row) for row in self.rows],
        }

    def row_as_json(self, row):
        keys = sorted({key for turn in row.turns for key in turn})
        return {
            "name": row.name,
            "kind": row.kind,
            "shape": row.shape,
            "missing": row.missing,
            "median": {key: row.median(key) for key in keys},
            "turns": row.turns,
            "to_limit": self.figure(row, "limit") if row.kind != "C" else None,
            "to_python": self.figure(row, "python") if row.kind != "python" else None,
            "goals": self.goals(row),
        }

    # ---- the table ----

    def lines(self):
        yield f"{self.group.title} ({self.group.unit})"
        head = ("", self.group.unit, "of limit", "of python", "CPU us", "cpu ratio", "goals")
        yield LINE.format(*head)
        for row in self.rows:
            yield self.line(row).rstrip()

    def line(self, row):
        if row.missing:
            return f"  {row.name:<27} {row.missing}"
        cells = (
            number(row.median("value")),
            ratio(self.figure(row, "limit")) if row.kind != "C" else "-",
            ratio(self.figure(row, "python")) if row.kind != "python" else "-",
            number(row.median("cpu_us")),
            ratio(self.figure(row, "cpu")) if row.kind != "C" else "-",
        )
        notes = [goal_text(goal) for goal in self.goals(row)]
        if row.errors:
            notes.append(f"{row.errors} WRONG OR MISSING ANSWERS")
        if (row.median("others") or 0) > 0.1:
            notes.append(f"disturbed {row.median('others'):.0%}")
        return LINE.format(row.name, *cells, ", ".join(notes))


def meets(seen, relation, factor):
    return seen is not None and RELATIONS[relation](seen, factor)


def goal_text(goal):
    if goal["seen"] is None:
        return f"{goal['what']} {goal['relation']} {goal['factor']:g}: not known"
    verdict = "met" if goal["met"] else f"MISSED ({goal['seen']:.3f})"
    by = " by CPU" if goal["by"] == "cpu" else ""
    return f"{goal['what']} {goal['relation']} {goal['factor']:g}: {verdict}{by}"


def number(value):
    if value is None:
        return "-"
    return f"{value:,.0f}" if value >= 1000 else f"{value:.3g}" if value < 100 else f"{value:.0f}"


def ratio(value):
    """Past a hundred there was next to nothing to compare with."""
    return "-" if value is None or value >= 100 else f"{value:.2f}"
