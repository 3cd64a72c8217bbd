"""The names that BibTeX files use: types of entries and fields.

Belongs here: the names of BibTeX, of BibLaTeX, and those that reference managers add, so that a misspelt one is seen.
Does not: what is read of them (`sources.py`).
"""

# Types of entries.
KINDS = frozenset(
    """
    article artwork audio bibnote book booklet collection commentary conference dataset electronic image inbook
    incollection inproceedings inreference jurisdiction legal legislation letter manual mastersthesis misc movie
    music mvbook mvcollection mvproceedings online patent performance periodical phdthesis proceedings reference
    report review software standard suppbook suppcollection suppperiodical techreport thesis unpublished video
    www
    """.split()  # noqa: SIM905 (a hundred names, one a line, would hide what else is here)
)
# Fields.
FIELDS = frozenset(
    """
    abstract addendum address afterword annotation annotator annote archive archiveprefix arxivid author
    authortype bdsk-file-1 bdsk-url-1 bdsk-url-2 bibsource biburl bookauthor bookpagination booksubtitle
    booktitle booktitleaddon chapter citeulike-article-id collaboration comment commentator copyright country
    creationdate crossref date date-added date-modified day doi edition editor editora editorb editorc
    editortype eid entrysubtype eprint eprintclass eprinttype eventdate eventtitle eventtitleaddon file foreword
    gender groups hal_id hal_version howpublished hyphenation ids institution introduction isan isbn ismn isrn
    issn issue issuesubtitle issuetitle iswc journal journalsubtitle journaltitle keyword keywords label langid
    langidopts language lccn library location mainsubtitle maintitle maintitleaddon mendeley-groups
    mendeley-tags modificationdate month nameaddon note number numpages options organization origdate
    origlanguage origlocation origpublisher origtitle owner pages pagetotal pagination part pmcid pmid
    primaryclass priority publisher pubstate qualityassured ranking rating readstatus related relatedoptions
    relatedtype school series shortauthor shorteditor shorthand shortjournal shorttitle sortkey sortname
    sorttitle source subtitle timestamp title titleaddon translator type url urldate venue version volume
    volumes xref year
    """.split()  # noqa: SIM905 (a hundred names, one a line, would hide what else is here)
)
