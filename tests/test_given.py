"""The role `given`: words that carry the condition of a claim."""

from .test_book_extension import Book, book, claim, fact, write_notebook  # noqa: F401


def write(book: Book) -> None:  # noqa: F811
    write_notebook(
        book.notebooks, "theme", fact("theme.mines", "over 7"), claim("theme.more"),
        parameters={"threshold": 100.0, "year": 2005},
    )  # fmt: skip


def chapter(book: Book, text: str) -> str:  # noqa: F811
    """What is said of a page that ends in this text, without its folder."""
    write(book)
    book.page("chapter", f"# Chapter\n\nOne line.\n\n{text}\n")
    return book.build().warnings.replace(str(book.source), "")


def test_the_words_are_printed_with_the_facts_and_emphasis_in_them(book: Book) -> None:  # noqa: F811
    text = "{claim}`It rose <theme.more>` {given}``if *more* than {fact}`theme.mines` <theme.threshold, theme.year>``."
    assert chapter(book, text) == ""
    html = book.build().html()
    given = html.partition('<span class="given">')[2]
    assert given.startswith('if <em>more</em> than <a class="fact"')
    assert given.partition("</a>")[2].startswith("</span>.")


def test_a_condition_may_stand_inside_the_words_of_a_claim(book: Book) -> None:  # noqa: F811
    text = "{claim}``It rose {given}`if so <theme.threshold>` <theme.more>``."
    assert chapter(book, text) == ""
    assert 'It rose <span class="given">if so</span>' in book.build().html()


def test_a_parameter_that_no_notebook_has_is_refused_with_its_line(book: Book) -> None:  # noqa: F811
    said = chapter(book, "{claim}`It rose <theme.more>`\n{given}`if so <theme.treshold>`.")
    assert (
        "chapter.md:6: ERROR: notebook theme.ipynb has no parameter 'treshold'; did you mean threshold?"
        in said
    )


def test_a_role_without_a_parameter_is_refused(book: Book) -> None:  # noqa: F811
    assert "name its parameter: {given}`words <theme.parameter>`" in chapter(book, "{given}`if so`.")
    assert "write <notebook>.<parameter>" in chapter(book, "{given}`if so <threshold>`.")
    assert "there is no executed notebook them.ipynb" in chapter(book, "{given}`if so <them.threshold>`.")


def test_a_digit_typed_in_a_condition_is_refused(book: Book) -> None:  # noqa: F811
    assert "100" in chapter(book, "{given}`below 100 percent <theme.threshold>`.")
