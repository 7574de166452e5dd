"""The figures of a run of the bench as Markdown tables.

    markdown.py BENCH.json [FILE...]

Without a FILE it prints all rows. In each FILE it replaces what stands between a line
"<!-- bench: WHICH -->" and the next "<!-- bench end -->": WHICH is "ours" (what has a goal) or
"all".
"""

import json
import re
import sys
from statistics import median

from report import number, ratio

PLACE = re.compile(r"(<!-- bench: (ours|all) -->\n).*?(<!-- bench end -->)", re.DOTALL)
AGAINST = {"limit": "of C", "python": "of python3", "cpu": "of C's CPU time"}
SIGNS = {">=": "≥", "<=": "≤"}


def goal(of, unit):
    what = AGAINST.get(of["what"], unit if of["what"] == "value" else f"of {of['what']}")
    seen = "" if of["what"] == "value" or of["seen"] is None else f" ({of['seen']:.3f})"
    verdict = "met" if of["met"] else f"**missed**{seen}"
    by = ", by CPU time" if of["by"] == "cpu" else ""
    return f"{SIGNS[of['relation']]} {of['factor']:g} {what}: {verdict}{by}"


def cells(row, unit):
    if row["missing"]:
        return [row["name"], row["missing"], "", "", "", ""]
    return [
        row["name"],
        number(row["median"]["value"]),
        ratio(row["to_limit"]),
        ratio(row["to_python"]),
        number(row["median"].get("cpu_us")),
        "; ".join(goal(of, unit) for of in row["goals"]),
    ]


def line(columns):
    return "| " + " | ".join(columns) + " |"


def all_rows(figures):
    """A table for each group."""
    for group in figures["groups"]:
        yield f"**{group['title']}**\n"
        yield line(["", group["unit"], "of C", "of python3", "CPU µs", "goals"])
        yield line(["---", *["---:"] * 4, "---"])
        for row in group["rows"]:
            yield line(cells(row, group["unit"]))
        yield ""


def our_rows(figures):
    """One table of what has a goal."""
    yield line(["", "sockpit", "of C", "of python3", "goals"])
    yield line(["---", *["---:"] * 3, "---"])
    for group in figures["groups"]:
        rows = [row for row in group["rows"] if row["goals"]]
        if rows:
            yield line([f"**{group['title']}** ({group['unit']})", *[""] * 4])
        for row in rows:
            name, value, of_c, of_python, _, goals = cells(row, group["unit"])
            yield line([name.replace("sockpit ", "", 1), value, of_c, of_python, goals])
    yield ""


TABLES = {"all": all_rows, "ours": our_rows}


def others(figures):
    """What share of a processor other programs took, where it was known and is worth telling."""
    rows = (row for group in figures["groups"] for row in group["rows"])
    shares = [row["median"]["others"] for row in rows if row["median"].get("others") is not None]
    share = median(shares) if shares else 0
    return f" Other programs took {share:.0%} of a processor meanwhile." if share > 0.1 else ""


def tables(figures, which):
    facts = "{processor}, {cores} cores, Linux {kernel}, {date}.".format(**figures["machine"])
    return "\n".join([facts + others(figures) + "\n", *TABLES[which](figures)])


def replace(path, figures):
    with open(path, encoding="utf-8") as f:
        text = f.read()
    new, count = PLACE.subn(lambda at: at[1] + tables(figures, at[2]) + at[3], text)
    if count == 0:
        sys.exit(f"markdown.py: {path} has no place for figures")
    with open(path, "w", encoding="utf-8") as f:
        f.write(new)


def main():
    if len(sys.argv) < 2:
        sys.exit("usage: markdown.py BENCH.json [FILE...]")
    with open(sys.argv[1], encoding="utf-8") as f:
        figures = json.load(f)
    for path in sys.argv[2:]:
        replace(path, figures)
    if not sys.argv[2:]:
        print(tables(figures, "all"))


if __name__ == "__main__":
    main()
