"""Whose trouble a mail server's refusal is: that of the address, of our own route and settings, or of the hour."""

import re

TEMPORARY, PERMANENT, UNCERTAIN, ROUTE = "temp", "perm", "uncertain", "route"
ENHANCED = re.compile(r"(?:^|\(#)(5\.\d{1,3}\.\d{1,3})(?![\d.])")
ADDRESS = re.compile(r"\S*@\S*")
OF_THE_ADDRESS = ("5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1")
MAILBOX_FULL = "5.2.2"
# Without an enhanced code. 556 is of RFC 7504; at RCPT, 501 is said of an address that the server cannot read.
PLAIN_OF_THE_ADDRESS = (501, 550, 551, 553, 556)
PLAIN_MAILBOX_FULL = 552
# Some servers say all this with a plain 550 or 553.
WORDS_OF_OURS = ("relay", "sender", "authenticat")


def whose(stage: str, code: int, said: str) -> str:
    """Whether a refusal is PERMANENT (the address is no good), of our ROUTE or settings, or TEMPORARY.

    The enhanced code decides (RFC 3463: 5.1.x and 5.2.x speak of addresses and mailboxes, 5.1.7 and 5.1.8 of the
    sender's, 5.7.x of leave and policy), else the reply's code (RFC 5321, 4.2.3; RFC 4954 for signing in) and words.
    """
    if not 500 <= code < 600:
        return TEMPORARY
    if stage == "MAIL":
        # Who is refused as sender is the house, whoever the letter is for.
        return ROUTE
    enhanced = ENHANCED.search(said)
    return _by_enhanced(enhanced[1]) if enhanced else _by_reply(code, said)


def is_of_route(outcome: str) -> bool:
    """Whether a message's outcome says that our own route or settings were refused, not its address."""
    return outcome.removeprefix("gave up: ").startswith(f"{ROUTE}: ")


def _by_enhanced(code: str) -> str:
    if code in OF_THE_ADDRESS:
        return PERMANENT
    return TEMPORARY if code == MAILBOX_FULL else ROUTE


def _by_reply(code: int, said: str) -> str:
    if code == PLAIN_MAILBOX_FULL:
        return TEMPORARY
    words = ADDRESS.sub("", said).lower()
    of_ours = code not in PLAIN_OF_THE_ADDRESS or any(word in words for word in WORDS_OF_OURS)
    return ROUTE if of_ours else PERMANENT
