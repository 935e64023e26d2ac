"""Gate a knowledge base's bulk content jobs with pytest."""

from importlib.metadata import version

__version__ = version("pytest-contentjobs")
__all__ = ["__version__"]
