"""The preview's page says what the paper says, in its order, and lets no typed text become markup."""

from html.parser import HTMLParser

from northtaiwan_desktop.documents import html, minutes
from northtaiwan_desktop.documents.paper import Paper, Role, Table, Text
from northtaiwan_desktop.storage.meetings import meeting_lines, minutes_view
from tests.ui.bench_of_pages import TODAY


class Words(HTMLParser):
    """Collects the words of a page, and fails on a tag that is closed out of turn."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag, attrs):
        if tag not in {"br", "meta"}:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if "title" not in self.open:
            self.words.append(data)


def words_of(page: str) -> str:
    parser = Words()
    parser.feed(page)
    assert not parser.open
    return "".join(parser.words)


def test_typed_text_stays_text():
    hostile = "<b>&amp;</b><script>alert(1)</script>"
    page = html.made(Paper(title=hostile, blocks=(Text(Role.BODY, hostile), Table((1.0,), ((hostile,),)))))
    assert "<script" not in page
    assert words_of(page) == hostile * 2


def test_the_sample_minutes_come_whole_and_in_order(sample_store):
    def question(records):
        return [minutes_view(records, line.meeting.id, today=TODAY) for line in meeting_lines(records, year=103)]

    for view in sample_store.ask(question):
        paper = minutes.paper(view)
        said = words_of(html.made(paper, scale=0.7))
        expected = "".join(
            block.label + block.text
            if isinstance(block, Text)
            else "".join("".join(cells).replace("\n", "") for cells in (block.header, *block.rows))
            for block in paper.blocks
        )
        assert said == expected
