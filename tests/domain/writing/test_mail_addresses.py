"""Addresses are found however they were noted; what is none is kept apart."""

import email.headerregistry

import pytest
from hypothesis import given
from hypothesis import strategies as st

from northtaiwan_desktop.domain.writing import mail_addresses


@pytest.mark.parametrize(
    ("text", "usable", "others"),
    [
        ("a@b.tw", ("a@b.tw",), ()),
        (" a@b.tw ; c@d.tw,e@f.tw、g@h.tw\ni@j.tw", ("a@b.tw", "c@d.tw", "e@f.tw", "g@h.tw", "i@j.tw"), ()),
        ("ａ＠ｂ．ｔｗ", ("a@b.tw",), ()),
        ("示例 承辦 <a@b.tw>; 〈c@d.tw〉＜e@f.tw＞", ("a@b.tw", "c@d.tw", "e@f.tw"), ()),
        ("mailto:a@b.tw", ("a@b.tw",), ()),
        ("a @ b.tw", ("a@b.tw",), ()),
        ("a..b@c.tw", (), ("a..b@c.tw",)),
        ("a@@b.tw", (), ("a@@b.tw",)),
        ("a@b", (), ("a@b",)),
        ("無", (), ("無",)),
        ("", (), ()),
    ],
)
def test_a_line_is_parted(text, usable, others):
    assert mail_addresses.read(text) == mail_addresses.Addresses(usable, others)
    assert bool(mail_addresses.doubt(text)) is bool(others)


@given(st.text(alphabet=st.sampled_from("ab1.@-_+;,、<> ＠．\"'\x0b\ud800無\n"), max_size=30))
def test_whatever_is_called_usable_a_mail_program_takes(text):
    for address in mail_addresses.read(text).usable:
        assert email.headerregistry.Address("示例", addr_spec=address).addr_spec == address
