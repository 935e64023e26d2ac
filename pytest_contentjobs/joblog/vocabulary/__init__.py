"""The words, letters, marks and numbers by which logs say how bad an entry is: a table, and what reads it.

``rows`` has the words with their languages and sources, ``scales`` the numbers, ``bad_words`` the parts of words by which prose
reports something bad. ``levels`` has the class that formats use.
"""

from __future__ import annotations

from pytest_contentjobs.joblog.vocabulary.levels import VOCABULARY, Vocabulary
from pytest_contentjobs.joblog.vocabulary.rows import Kind

__all__ = ["VOCABULARY", "Kind", "Vocabulary"]
