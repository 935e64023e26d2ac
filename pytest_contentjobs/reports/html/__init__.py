"""The report as a web page: one file that asks no network for anything, and that is whole without script and style.

``rows.py`` makes plain rows of the findings, ``charts.py`` bars of numbers, and ``page.py`` fills ``page.html.jinja`` with them.
``report.js`` makes what stands there searchable; ``report.css`` makes it pleasant. Neither adds a fact.
"""
