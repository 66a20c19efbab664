"""The card of a document: what there is, and what it will take to clean what was chosen of it."""

from __future__ import annotations

from datetime import datetime
from html import escape

from pdfclean.document import DocumentInfo
from pdfclean.export import named
from pdfclean.jobs import Job
from pdfclean.outline import listening_minutes
from pdfclean.settings import Polish, parse_pages
from pdfclean.ui.language import date, language_name, number, say, say_many
from pdfclean.ui.wording import duration, file_title, page_list

__all__ = ["card", "roughly"]

SECONDS_TO_TELL = 10
"""From so many seconds on, they are told in fives; from 90 on in minutes, then in hours: an
estimate is no better than that."""


def card(job: Job) -> str:
    """What is known of a document, as markup. All text from the PDF is escaped here."""
    if job.preflight is None:
        return ""
    info = job.preflight.info
    title, by = file_title(info.title, job.name), named(info.author)
    rows = [*_amounts(job), *_dates(info)]
    cells = "".join(f"<div><dt>{escape(k)}</dt><dd>{escape(v)}</dd></div>" for k, v in rows)
    author = f'<p class="by">{escape(by)}</p>' if by else ""
    file = f'<p class="file">{escape(job.name)}</p>' if title != job.name else ""
    label = escape(say("The document"))
    return (
        f'<section class="facts" aria-label="{label}"><h2>{escape(title)}</h2>{file}{author}'
        f"<dl>{cells}</dl>{_warning(job)}</section>"
    )


def _amounts(job: Job) -> list[tuple[str, str]]:
    """Pages, words, minutes and seconds, of what is chosen at present."""
    preflight, prospect = job.preflight, job.prospect
    if preflight is None or prospect is None:
        return []
    asked = prospect.asked
    chosen = _chosen(job)
    pages = number(preflight.info.pages)
    if len(chosen) < preflight.info.pages:
        pages = say("{chosen} of {pages}", chosen=len(chosen), pages=preflight.info.pages)
    rows = [(say("Pages"), pages)]
    if not preflight.words:
        return rows
    words = prospect.words(asked)
    minutes = say("up to {time}", time=duration(listening_minutes(words)))
    if _counted(job):
        minutes = say("about {time}", time=duration(listening_minutes(job.status.words)))
    rows += [(say("Words"), number(words)), (say("Listening"), minutes)]
    if preflight.language:
        rows.append((say("Language"), language_name(preflight.language)))
    seconds = prospect.seconds(asked)
    if seconds is not None:
        rows.append((say("Cleaning takes"), roughly(seconds)))
    elif asked.polish is not Polish.OFF:
        rows.append((say("Cleaning takes"), say("known once the model has begun")))
    return rows


def _counted(job: Job) -> bool:
    """Whether the words that stay are known of the chosen pages."""
    if job.prospect is None:
        return False
    asked = job.prospect.asked
    if not job.runs:
        return job.prospect.document(asked) is not None
    return job.settings.same_pages(asked) and job.document is not None and not job.state.active


def _chosen(job: Job) -> list[int]:
    if job.preflight is None or job.prospect is None:
        return []
    return parse_pages(job.prospect.asked.pages, job.preflight.info.pages)


def roughly(seconds: float) -> str:
    """A time to come, no more exactly than anybody can know it.

    >>> roughly(0.3), roughly(4.4), roughly(33), roughly(400), roughly(9000)
    ('about a second', 'about 4 seconds', 'about 35 seconds', 'about 7 minutes', 'about 3 hours')
    """
    if seconds < 1.5:
        return say("about a second")
    if seconds < SECONDS_TO_TELL:
        return say("about {seconds} seconds", seconds=round(seconds))
    if seconds < 90:
        return say("about {seconds} seconds", seconds=5 * round(seconds / 5))
    if seconds < 90 * 60:
        return say_many("about {n} minute", "about {n} minutes", round(seconds / 60))
    return say_many("about {n} hour", "about {n} hours", round(seconds / 3600 + 0.01))


def _warning(job: Job) -> str:
    """Which of the chosen pages will be missing."""
    preflight = job.preflight
    if preflight is None or not preflight.words:
        return ""
    chosen = set(_chosen(job))
    scanned = [page for page in preflight.scanned if page in chosen]
    if not scanned:
        return ""
    said = say_many(
        "Page {pages} is scanned, without text, and will be missing from the result.",
        "Pages {pages} are scanned, without text, and will be missing from the result.",
        len(scanned),
        pages=page_list(scanned),
    )
    return f'<p class="warn">{escape(said)}</p>'


def _dates(info: DocumentInfo) -> list[tuple[str, str]]:
    created, modified = _day(info.created), _day(info.modified)
    rows = [(say("Created"), created)] if created else []
    if modified and modified != created:
        rows.append((say("Changed"), modified))
    return rows


def _day(iso: str) -> str:
    try:
        day = datetime.fromisoformat(iso.replace("Z", "+00:00"))
    except ValueError:
        return ""
    return date(day)
