"""What an option is: one row of the tables in this package.

Each run of pytest builds this class. A named tuple takes a tenth of the time of a frozen dataclass if its annotations are not
postponed, as those would be compiled one by one.
"""

from typing import NamedTuple

__all__ = ["Option"]


class Option(NamedTuple):
    """One thing that can be set: an option, and usually an environment variable and an ini key.

    ``group`` is the heading of the option in help texts. ``parser`` names the function of ``settings/parsing.py`` that
    turns the text into a value; an option without one is read by ``resolve`` together with others. ``choices`` are the
    allowed words, or the fields of a template. ``minimum`` is the shortest allowed duration, in seconds.

    A flag takes no value on the command line, where it means ``true``. An option that ``refuses_ini`` decides where
    credentials are sent or which hosts are trusted. Editing a file of the repository must not be enough for that, so its
    ini key is a usage error.
    """

    name: str
    metavar: str
    help: str = ""
    group: str = ""
    variable: str | None = None
    default: str | None = None
    parser: str | None = None
    choices: tuple[str, ...] = ()
    minimum: float = 0
    repeatable: bool = False
    is_flag: bool = False
    has_ini: bool = True
    refuses_ini: bool = False

    @property
    def key(self) -> str:
        """The ini key, which is also the attribute under which pytest keeps the option's value."""
        return self.name.removeprefix("--").replace("-", "_")

    @property
    def field(self) -> str:
        """The name of its value in ``Settings``."""
        return self.key.removeprefix("content_")

    @property
    def description(self) -> str:
        """The help with the default value."""
        return self.help if self.default is None or self.is_flag else f"{self.help} (default: {self.default})"

    @property
    def full_help(self) -> str:
        """The help with the default value and the environment variable, for the command line."""
        return f"{self.description} [env: {self.variable}]" if self.variable else self.description

    @property
    def places(self) -> str:
        """The places where it can be set, in words, for messages."""
        places = [self.name]
        if self.variable:
            places.append(f"the variable {self.variable}")
        if self.has_ini:
            places.append(f"{self.field} in contentjobs.toml")
        return places[0] if len(places) == 1 else f"{', '.join(places[:-1])} or {places[-1]}"
