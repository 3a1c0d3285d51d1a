"""Finding parts of the graph by what people call them: id, title or alias, in any language, accents and case aside."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from careerpath.model.graph import Credential, Graph, Role, all_words


def fold(text: str) -> str:
    """Lower case without accents, with one space for every run of other signs."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return " ".join(re.findall(r"[^\W_]+", "".join(sign for sign in plain if not unicodedata.combining(sign))))


def names_of(part: Role | Credential) -> tuple[str, ...]:
    """Title and aliases in all languages."""
    title = part.title if isinstance(part, Role) else part.name
    return all_words(title) + all_words(part.aliases)


def named(query: str, parts: dict[str, Role] | dict[str, Credential]) -> tuple[str, ...]:
    """The ids that `query` names: the id itself, else those with it as a title, else those with it as an alias."""
    if query in parts:
        return (query,)
    wanted = fold(query)
    if not wanted:
        return ()
    titles = {name for name, part in parts.items() if wanted in map(fold, all_words(_title(part))) or wanted == fold(name)}
    aliases = {name for name, part in parts.items() if wanted in map(fold, all_words(part.aliases))}
    return tuple(sorted(titles or aliases))


def _title(part: Role | Credential) -> str | dict[str, str]:
    return part.title if isinstance(part, Role) else part.name


def nearest(query: str, options: Iterable[str], count: int = 3) -> tuple[str, ...]:
    """The options most like `query`, the likest first."""
    import difflib

    folded: dict[str, str] = {}
    for option in sorted(options):
        folded.setdefault(fold(option), option)
    close = difflib.get_close_matches(fold(query), folded, n=count, cutoff=0.6)
    return tuple(folded[one] for one in close)


def nearest_roles(query: str, graph: Graph, count: int = 5) -> tuple[str, ...]:
    """Ids of the roles whose id, title or an alias is like `query`; those that contain its words come first."""
    wanted = set(fold(query).split())
    containing = [name for name, role in sorted(graph.roles.items()) if wanted and wanted <= set(_all_name_words(name, role))]
    owners = {name: role for role, part in sorted(graph.roles.items(), reverse=True) for name in (role, *names_of(part))}
    close = [owners[name] for name in nearest(query, owners, count * 2)]
    return tuple(dict.fromkeys(sorted(containing) + close))[:count]


def _all_name_words(name: str, role: Role) -> list[str]:
    return [word for text in (name, *names_of(role)) for word in fold(text).split()]
