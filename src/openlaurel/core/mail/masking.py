"""Texts that servers and libraries write, without the addresses of people."""

import re

# Whatever stands around an @ without a space, in the quotation marks and brackets that servers use.
_ADDRESS = re.compile(r"[^\s<>()\[\]\"',;:@]{1,256}@[^\s<>()\[\]\"',;:@]{1,256}")


def without_addresses(text: str) -> str:
    """This function will replace each e-mail address in `text` by "(address)"."""
    return _ADDRESS.sub("(address)", text)
