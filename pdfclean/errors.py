"""Every error a producer can meet, in one tree.

::

    PdfCleanError               anything pdfclean reports; its text is written for a producer
    ├── NotAPdfError            the bytes are not a PDF, or too broken to open
    ├── EncryptedPdfError       a password is needed and none was given
    │   └── WrongPasswordError  the password given does not open it
    ├── NoTextError             no page has a text layer; names the scanned pages
    ├── LimitError              a limit was reached; says which and what to do
    ├── ChangedError            what an earlier run left does not fit the document any more
    └── ModelError              a model cannot be loaded or used; the run can go on without it

The message of each says what happened and what to do next. Callers show ``str(error)`` as it is.
"""

from collections.abc import Sequence


class PdfCleanError(Exception):
    """Base of all errors that pdfclean reports on purpose."""


class NotAPdfError(PdfCleanError):
    """The input is not a PDF, or is damaged beyond repair."""


class EncryptedPdfError(PdfCleanError):
    """The PDF is locked and no password was given."""

    def __init__(
        self, message: str = "This PDF is locked. Enter its password and try again."
    ) -> None:
        super().__init__(message)


class WrongPasswordError(EncryptedPdfError):
    """The password given does not open the PDF."""

    def __init__(
        self, message: str = "That password does not open this PDF. Check it and try again."
    ) -> None:
        super().__init__(message)


class NoTextError(PdfCleanError):
    """No page asked for has a text layer.

    Attributes:
        pages: the 1-based numbers of the pages without text.
    """

    def __init__(self, message: str, pages: Sequence[int] = ()) -> None:
        super().__init__(message)
        self.pages = tuple(pages)


class LimitError(PdfCleanError):
    """A limit on size, pages, time or memory was reached."""


class ChangedError(PdfCleanError):
    """The finished chunks of an earlier run are not those that the document gives now."""

    def __init__(
        self,
        message: str = "The text so far was made by another version of pdfclean. Clean it again.",
    ) -> None:
        super().__init__(message)


class ModelError(PdfCleanError):
    """The language model cannot be loaded or used; cleaning without it still works."""
