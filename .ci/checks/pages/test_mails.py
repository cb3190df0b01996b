"""Every mail of `keyturn mails`, in a browser."""

import subprocess

import pytest

from checks.pages.looks import MAIL_LOOKS, OUTLINE, check_readable


@pytest.fixture(scope="module")
def mails(keyturn, tmp_path_factory):
    """One mail of each kind, with sample data, as files, and the page that shows them all (index)."""
    folder = tmp_path_factory.mktemp("mails")
    subprocess.run([keyturn, "mails", "--out", folder], check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    found = sorted(folder.glob("*.html"))
    assert len(found) > 10
    return found


@pytest.mark.sampled(1, "looks of mails")
@pytest.mark.parametrize("look", MAIL_LOOKS, ids=str)
def test_every_mail_fits_and_everyone_can_read_it(page, mails, look, picture):
    look.on(page)
    for mail in mails:
        page.open(mail.as_uri())
        page.screenshot(picture(mail.stem), whole=True)
        check_readable(page, look, mail.stem, without=() if mail.stem == "index" else OUTLINE)


@pytest.mark.always
def test_no_mail_asks_for_anything(page, mails):
    addresses = [mail.as_uri() for mail in mails if mail.stem != "index"]
    for address in addresses:
        page.open(address)
        page.wait(f"location.href === '{address}'")
    assert page.requests == addresses
