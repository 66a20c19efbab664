"""Runs that outlive a page: the text as it grows, its spool on disk, Stop, a queue and a lease.

One :class:`Job` is one document. Its id is the only key to its text (128 random bits), its folder
holds all it ever writes, and whoever knows the id can pull what is new since the last pull.
"""

from pdfclean.jobs.buffer import MOST_AT_ONCE, Buffer, Change
from pdfclean.jobs.editing import Passage, Rewording
from pdfclean.jobs.folder import Label, default_folder
from pdfclean.jobs.foresight import Outlook
from pdfclean.jobs.job import Job
from pdfclean.jobs.pace import Pace
from pdfclean.jobs.paper import OpenPdf, Reader
from pdfclean.jobs.review import Review
from pdfclean.jobs.run import Clean, Loader, Run
from pdfclean.jobs.status import Preflight, State, Status, Tail
from pdfclean.jobs.store import KEEP, KEEP_SHARED, MOST_FILES, JobStore

__all__ = [
    "KEEP",
    "KEEP_SHARED",
    "MOST_AT_ONCE",
    "MOST_FILES",
    "Buffer",
    "Change",
    "Clean",
    "Job",
    "JobStore",
    "Label",
    "Loader",
    "OpenPdf",
    "Outlook",
    "Pace",
    "Passage",
    "Preflight",
    "Reader",
    "Review",
    "Rewording",
    "Run",
    "State",
    "Status",
    "Tail",
    "default_folder",
]
