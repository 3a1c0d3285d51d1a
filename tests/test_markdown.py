"""A plan as Markdown: its text as it stands, and that nothing in it is obeyed."""

from __future__ import annotations

from careerpath.reports.markdown import plan_markdown
from careerpath.reports.view import Bar, CauseLine, PlanView, StepView

HEADS = ("Timeline", "Steps", "Why there is no plan", "Sources", "What to try next")
STEPS = PlanView(
    title="Plan to become: Manager",
    facts=(("For", "Ana *Pérez* <b>"), ("Arrival", "Jan 2028")),
    proof="Proved.",
    timeline=(
        Bar(label="1 `Clerk`", kind="work", start=0, end=14),
        Bar(label="2 Course", kind="part_time", start=2, end=8),
        Bar(label="3 Manager", kind="target", start=14, end=14),
    ),
    as_of=2026 * 12 + 10,
    steps=(
        StepView(number=1, title="Become #1 | `Clerk`", dates="Nov 2026 to Jan 2028", facts=(("Why", "[link](x) & ~so~ [1]"),)),
    ),
    sources=("[1] A_source_",),
    attributions=("Thanks to all.",),
    suggestions=("`careerpath gap` shows *all*.",),
    heads=HEADS,
)
PAGE = """\
# Plan to become: Manager

- **For:** Ana \\*Pérez\\* \\<b\\>
- **Arrival:** Jan 2028

Proved.

## Timeline

```text
                        2027
1 'Clerk'  ████████████████████████████████████████████████████████████████████████████████████████
2 Course                ▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒
3 Manager                                                                                          ◆
```

## Steps

### 1. Become \\#1 \\| \\`Clerk\\`

Nov 2026 to Jan 2028

- **Why:** \\[link\\](x) \\& \\~so\\~ \\[1\\]

## Sources

- \\[1\\] A\\_source\\_
- Thanks to all.

## What to try next

- `careerpath gap` shows \\*all\\*.
"""


def test_a_plan_with_steps() -> None:
    assert plan_markdown(STEPS) == PAGE


def test_a_plan_without_steps() -> None:
    causes = (CauseLine(depth=0, text="no *way*", place="a.yaml:7"), CauseLine(depth=1, text="the deadline"))
    view = PlanView(title="Plan to become: Manager", facts=(), proof="No plan.", causes=causes, heads=HEADS)
    assert plan_markdown(view).endswith("## Why there is no plan\n\n- no \\*way\\* (a.yaml:7)\n  - the deadline\n")
