"""Lines that differ in one detail by which a number is, or is not, a total; written as in ``total_lines``."""

from __future__ import annotations

__all__ = ["DETAILS"]

DETAILS: dict[str, str] = {
    # What stands between a key and its number
    "server errors 3": "",
    "errors 3, done": "errors=3",
    "errors 3; done": "errors=3",
    "(errors 3)": "errors=3",
    "errors 3 | ok 2": "errors=3",
    "errors 3 / 9": "errors=3",
    "load errors  3": "",
    "load errors   3": "errors=3",
    "errors ... 3": "errors=3",
    "errors .. 3": "",
    "errors \u2502 3": "errors=3",
    "errors [3": "",
    # Keys of objects
    "{'errors': {count: 3}}": "errors=3",
    "errors {count: 3}": "errors=3",
    "errors: count: 3": "",
    "after errors, total: 3 articles": "",
    '{"count": 3}': "",
    # Keys of several words
    "fatal: 1, errors: 2": "errors=3",
    "not changed: 3": "",
    "not yet imported: 3": "failed=3",
    "failure errors: 3": "failed=3",
    "error warnings: 2": "errors=2",
    "warning issues: 2": "warnings=2",
    # A key or the level of a message
    "error: 3件が空": "errors=3",
    "error: 3 件": "errors=3",
    "error: 2 of 9 articles are empty": "errors=2",
    "error: 3 items": "errors=3",
    "error: 3 missing": "problems=3",
    "fail: 2 tests and more": "failed=2",
    "fail: 2 tests passed": "",
    # A verb for a failure, and what failed
    "failed to import 2 of 9 articles": "failed=2",
    "rejected 2 of 9 rows": "failed=2",
    "failed 2/9 articles": "failed=2",
    "failed 2 of 9": "failed=2",
    "errors in 2 of 9 articles": "failed=2",
    "failed 2 of 3 times": "",
    "failed 2 of 3 attempts": "",
    "failed attempt 2 of 3": "",
    "could not import 2 of 9 articles": "failed=2",
    "could not import the 2 articles": "failed=2",
    "cannot import 2 articles": "failed=2",
    "can not import 2 articles": "failed=2",
    "couldn't import 2 articles": "failed=2",
    "couldn't import page 2 of 9": "",
    "unable to load page 2 of 9": "",
    "2 articles couldn't be imported": "failed=2",
    "2 articles weren\u2019t imported": "failed=2",
    "2 articles weren't changed": "",
    "did not need 2 articles": "",
    "could have had 2 articles, not more": "",
    "ready to import 2 articles, not failed": "",
}
