"""What holds for every mail of `keyturn mails`, each named as a fact."""

import subprocess

from visits import expect, expect_readable


class Letters:
    """All mails with sample data, in a folder."""

    def __init__(self, home, folder):
        self.folder = folder / "mails"
        subprocess.run([home / "keyturn", "mails", "--out", self.folder], check=True, stdin=subprocess.DEVNULL,
                       stdout=subprocess.DEVNULL)

    def __iter__(self):
        return iter(sorted(path for path in self.folder.glob("*.html") if path.name != "index.html"))


def every_mail_fits_and_can_be_read(page, letters, picture):
    for letter in letters:
        page.open(letter.resolve().as_uri())
        for width in (375, 800):
            page.resize(width, 900)
            for dark in (False, True):
                page.scheme(dark)
                name = f"{letter.stem}-{width}-{'dark' if dark else 'light'}"
                page.screenshot(picture(name), whole=True)
                expect_readable(page, name, width)


def no_mail_asks_for_anything(page, letters, picture):
    addresses = [letter.resolve().as_uri() for letter in letters]
    expect("there are mails", len(addresses) > 10)
    for address in addresses:
        page.open(address)
        page.wait(f"location.href === '{address}'")
    expect(f"nothing but mails is asked for: {page.requests}", page.requests == addresses)


FACTS = [every_mail_fits_and_can_be_read, no_mail_asks_for_anything]
