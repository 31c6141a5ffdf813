"""Which articles a question may be answered from: days and publishers, chosen above the composer."""

from __future__ import annotations

from datetime import date
from typing import Any

from chat.markup import format_day, render
from indexes.listing import Coverage
from indexes.searching import SearchFilters


def read_filters(choice: dict[str, Any]) -> SearchFilters:
    """Return the filters of what the page sends; days that are no days count as open, in either order."""
    days = [_day(choice.get("from")), _day(choice.get("to"))]
    if days[0] and days[1] and days[0] > days[1]:
        days.reverse()
    publishers = choice.get("publishers") or []
    return SearchFilters(days[0], days[1], frozenset(str(one) for one in publishers))


def write_filters(filters: SearchFilters) -> dict[str, Any]:
    """Return the filters as JSON values that `read_filters` takes."""
    return {
        "from": filters.published_from.isoformat() if filters.published_from else None,
        "to": filters.published_to.isoformat() if filters.published_to else None,
        "publishers": sorted(filters.publishers),
    }


def describe_filters(filters: SearchFilters) -> str:
    """Return the filters in words, or an empty string where nothing is left out."""
    first, last = format_day(filters.published_from), format_day(filters.published_to)
    if first and last:
        days = f"from {first} to {last}"
    else:
        days = f"from {first}" if first else f"up to {last}" if last else ""
    *others, final = sorted(filters.publishers) or [""]
    names = f"{', '.join(others)} or {final}" if others else final
    return " ".join(part for part in (days, names and f"by {names}") if part)


def render_filters(filters: SearchFilters, coverage: Coverage, *, unfolded: bool = False) -> str:
    """Return the fields to choose from, over the publishers and days that the articles have."""
    return render(
        "filters.html",
        chosen=write_filters(filters),
        words=describe_filters(filters),
        publishers=sorted({*coverage.publishers, *filters.publishers}),
        first=coverage.first,
        last=coverage.last,
        undated=coverage.undated,
        unfolded=unfolded,
    )


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(str(value)) if value else None
    except ValueError:
        return None
