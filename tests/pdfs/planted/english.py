"""English: a study from :mod:`tests.pdfs.prose`, and what is planted in it."""

from tests.pdfs import prose
from tests.pdfs.planted.kinds import ASIDE, LEFTOVER, NOTICE, SPONSOR, Planting, junk

ENGLISH = Planting(
    language="en",
    title=prose.PAPER.title,
    paragraphs=tuple(
        tuple(map(prose.bare, paragraph))
        for section in prose.PAPER.sections
        for paragraph in section.paragraphs
    ),
    junk=(
        *junk(
            SPONSOR,
            "This issue is brought to you by Halden Instruments.",
            "Our sponsor, Brightwater Coffee, offers ten percent off with the code MORNING.",
            "This page is supported by our readers.|Become a member for three euros a month.",
            "We thank the Corvin Foundation for paying the printing costs of this number.",
            "Advertisement.|Looking for a new microscope?|Visit Halden at stand 14.",
            "Subscribe today and receive the first four issues free.",
            "Today's article is sponsored by Lantern Mattresses.|Sleep on it for a hundred nights, "
            "and send it back if you do not like it.",
            "The Harbour Bank has supported this series since its first volume.|Open an account "
            "before the end of June and we will double your first deposit.",
        ),
        *junk(
            ASIDE,
            "Note to reviewers: Table 2 has been moved to the supplement.",
            "We thank the second reviewer for pointing out this mistake.",
            "Author query: please confirm that the units are correct.",
            "In the revised manuscript all changes are shown in blue.",
            "The remainder of this paper is organised as follows.",
            "Editor: please replace this figure with the version we sent on Monday.",
            "Reviewer 3 asked for a longer discussion here, which we have added below.",
            "This section was rewritten for the second submission.|Line numbers refer to the clean "
            "copy.",
        ),
        *junk(
            NOTICE,
            "Download PDF|Share|Cite this article",
            "Downloaded from the library server on 3 May 2021.|For personal use only.",
            "This article is protected by copyright.|All rights reserved.",
            "You have two free articles left this month.|Log in or create an account.",
            "We use cookies to improve your experience on this site.|Accept all",
            "Published under a Creative Commons Attribution licence.",
            "This content is not available in your region.|Contact your librarian for access.",
        ),
        *junk(
            LEFTOVER,
            "Click here to enlarge.",
            "Continued on next page",
            "Insert Figure 3 about here.",
            "Previous article Next article",
            "Received 4 March, accepted 19 June.",
            "See the online version for colours.",
            "Back to top",
        ),
    ),
)
