"""Build the documentation: ``sphinx-build -W -n -b html docs build/docs``."""

from importlib.metadata import version as find_version

project = "pytest-contentjobs"
author = "The pytest-contentjobs developers"
version = release = find_version("pytest-contentjobs")

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx_click"]
source_suffix = {".md": "markdown"}
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3

nitpicky = True
# Signatures name types of the standard library and of modules that no page describes.
nitpick_ignore_regex = [("py:.*", ".*")]

autodoc_member_order = "bysource"
autodoc_typehints = "none"
# Names as users write them, without the modules that hold them.
add_module_names = False

html_theme = "furo"
html_title = "pytest-contentjobs"
# The site loads nothing from other hosts.
html_permalinks_icon = "#"
html_theme_options = {"footer_icons": []}
