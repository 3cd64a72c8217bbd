"""A difference as one page for a review: self-contained, light and dark, readable on a telephone.

Belongs here: the HTML of that page. Does not: what differs (`differences.py`), the same as text (`difference_text.py`).

The pictures before and after are images inside the page, so that nothing in them can run or ask another host; the
policy of the page forbids it besides.
"""

import base64
from difflib import SequenceMatcher
from html import escape

from evident.run.difference_text import counted, flip, groups
from evident.run.differences import HIDDEN, Change, Difference

_STYLE = """
:root { color-scheme: light dark; --ink: #1d1b19; --paper: #fffdf9; --line: #d8d0c4; --old: #9c2f1b; --new: #1f6b4f; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #ece7df; --paper: #191817; --line: #4a453e; --old: #f0a090; --new: #8fd0b4; }
}
body { margin: 0 auto; max-width: 70rem; padding: 1rem; font: 1rem/1.5 system-ui, sans-serif; color: var(--ink);
  background: var(--paper); overflow-wrap: anywhere; }
h1 { font-size: 1.4rem; } h2 { font-size: 1.1rem; border-top: 1px solid var(--line); padding-top: 1rem; }
article { border-left: 3px solid var(--line); margin: .75rem 0; padding-left: .75rem; }
article.flipped { border-color: var(--old); }
h3 { font-size: 1rem; margin: 0; } p, ul { margin: .25rem 0; } small { opacity: .85; }
del { color: var(--old); } ins { color: var(--new); text-decoration: none; font-weight: 600; }
.pictures { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 20rem), 1fr)); gap: .75rem; }
figure { margin: .5rem 0; } img { width: 100%; background: #fff; border: 1px solid var(--line); }
"""
SENTENCE = 5  # words from which on a text is compared word by word
_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"


def page(difference: Difference) -> str:
    """The whole page."""
    title = f"{difference.before} → {difference.after}"
    said = [
        f"<h1>{escape(title)}</h1>",
        f"<p>{counted(difference.changes) or 'No number, word or picture changed'}.</p>",
    ]
    if flipped := [change for change in difference.changes if change.flipped]:
        said.append(
            f"<h2>What flipped</h2><ul>{''.join(f'<li>{escape(flip(c))}</li>' for c in flipped)}</ul>"
        )
    for why, changes in groups(difference):
        head = f"because {why}" if why else "nothing that they rest on differs"
        said.append(f"<section><h2>{escape(head)}</h2><p>{counted(changes)}</p>")
        # What moved before what stands as before.
        said += [_article(change) for change in sorted(changes, key=lambda change: change.anew)]
        said.append("</section>")
    if left := difference.without_effect:
        items = "".join(f"<li>{escape(str(difference.causes[n]))}</li>" for n in left)
        said.append(f"<h2>Changed, without effect on anything exported</h2><ul>{items}</ul>")
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head>\n<body><main>\n"
        + "\n".join(said)
        + "\n</main></body></html>\n"
    )


def _article(change: Change) -> str:
    mark = ' class="flipped"' if change.flipped else ""
    said = [f"<article{mark}><h3>{change.kind} <code>{escape(change.key)}</code> {change.what}</h3>"]
    if change.before != change.after:
        said.append(f"<p>{_pair(change.before, change.after)}</p>")
    elif change.before:
        said.append(f"<p>{escape(change.before)}</p>")
    said += [
        f"<p>{escape(n)}: {_pair(a, b)}</p>"
        for n, a, b in change.parts
        if n not in HIDDEN and not n.startswith("picture")
    ]
    if change.cells > 3:
        said.append(f"<p>{change.cells} rows of its data differ.</p>")
    old, new = change.pictures
    if old and new and old != new:
        said.append(f'<div class="pictures">{_picture(old, "before")}{_picture(new, "after")}</div>')
    if change.printed:
        said.append(f"<p><small>printed in {escape(', '.join(change.printed))}</small></p>")
    if change.used_by:
        said.append(f"<p><small>computed from it: {escape(', '.join(change.used_by))}</small></p>")
    return "".join(said) + "</article>"


def _pair(old: str, new: str) -> str:
    """Old and new text; of a sentence the words that differ."""
    before, after = old.split(), new.split()
    if min(len(before), len(after)) < SENTENCE:
        before, after = [old] if old else [], [new] if new else []
    said = []
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            said.append(escape(" ".join(before[a:b])))
            continue
        said += [f"<del>{escape(' '.join(before[a:b]))}</del>"] if a < b else []
        said += [f"<ins>{escape(' '.join(after[c:d]))}</ins>"] if c < d else []
    return " ".join(said)


def _picture(svg: str, when: str) -> str:
    data = base64.b64encode(svg.encode()).decode()
    image = f'<img alt="the chart {when}" src="data:image/svg+xml;base64,{data}">'
    return f"<figure>{image}<figcaption>{when}</figcaption></figure>"
